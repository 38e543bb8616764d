# SPDX-License-Identifier: Apache-2.0
"""Tests of fernwire-torture itself: python3 -m unittest discover -s Tests/Peer"""
