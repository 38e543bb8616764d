# SPDX-License-Identifier: Apache-2.0
"""python -m fernwire_analysis is fernwire-analysis."""

import sys

from .command import main

sys.exit(main())
