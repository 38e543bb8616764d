// SPDX-License-Identifier: Apache-2.0

// Fields, layouts and their errors belong to this module's description of the protocol.
@_exported public import WireSchema
