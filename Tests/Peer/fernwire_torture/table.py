# SPDX-License-Identifier: Apache-2.0
"""All deviations, in the order in which they are played."""

from .alerts_broken import ALERTS
from .contents_broken import CONTENTS
from .deviation import Deviation
from .endings_broken import ENDINGS, TIMES
from .frames_broken import FRAMES
from .from_page import FROM_PAGE
from .hellos_broken import HELLOS
from .identities_broken import IDENTITIES
from .keys_broken import KEYS
from .limits_broken import LIMITS
from .order_broken import ORDER
from .patience_broken import PATIENCE
from .proofs_broken import PROVING
from .protection_broken import PROTECTION
from .rekeys_broken import REKEYS
from .tokens_broken import TOKENS_BROKEN

TABLE: tuple[Deviation, ...] = (FRAMES + HELLOS + ORDER + KEYS + IDENTITIES + PROVING + PROTECTION + TOKENS_BROKEN
                                + CONTENTS + REKEYS + ENDINGS + PATIENCE + ALERTS + FROM_PAGE + TIMES + LIMITS)
