// SPDX-License-Identifier: Apache-2.0

/// The version of Fernwire, which each program says for `--version`.
package let version = "0.1.0"
