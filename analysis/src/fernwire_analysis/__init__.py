# SPDX-License-Identifier: Apache-2.0
"""Reads thousands of captures with `fernwire export`, on a Dask cluster, into Parquet tables."""

__version__ = "0.1.0"
