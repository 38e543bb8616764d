// SPDX-License-Identifier: Apache-2.0

// Fields, layouts and their errors are part of what this module says of the protocol.
@_exported public import WireSchema
