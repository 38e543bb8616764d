// SPDX-License-Identifier: Apache-2.0

// A dissector needs one import: fields and layouts, and the enums of the border, are part of the kit.
@_exported public import CDissectorKit
@_exported public import WireSchema
