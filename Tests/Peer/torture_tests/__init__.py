# SPDX-License-Identifier: Apache-2.0
"""Tests of the torture itself: `python3 -m unittest discover -s tests -t .`"""
