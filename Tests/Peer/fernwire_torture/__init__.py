# SPDX-License-Identifier: Apache-2.0
"""A hostile Fernwire peer: it breaks the protocol in one way at a time, and judges what the target does about it."""
