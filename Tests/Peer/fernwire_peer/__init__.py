# SPDX-License-Identifier: Apache-2.0
"""An independent peer of the Fernwire protocol, version 1, written from docs/PROTOCOL.md alone."""
