// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireTool

if !saidVersion() { DumpCommand.main() }
