// SPDX-License-Identifier: Apache-2.0

// Conventions of the language's style guide for names.
extension Compiler {
    /// Warns where a member that is the size or the number of another is not named so.
    func checkStyle(of member: AttributeDescription, in scope: Scope) {
        guard member.hasName else { return }
        check(member.size, for: "len_" + member.name, "the size of \(member.name)", in: scope)
        if case .count(let count) = member.repetition {
            check(count, for: "num_" + member.name, "the number of \(member.name)", in: scope)
        }
    }

    private func check(_ written: WrittenExpression?, for name: String, _ what: String, in scope: Scope) {
        guard case .name(let given) = written?.expression.form, given != name,
            let named = scope.type.slots[given].map({ scope.type.members[$0] })
        else { return }
        diagnostics.warning("call this \(name), since it is \(what)", at: named.place, in: scope.type.file)
    }
}
