// SPDX-License-Identifier: Apache-2.0

/// Finds types and enumerations by their names, from the inside out.
struct Names {
    let tops: [TypeDescription]

    func type(_ name: TypeName, from type: TypeDescription) -> TypeDescription? {
        name.isAbsolute ? top(name.path[...], from: type.top) : self.type(name.path[...], from: type)
    }

    /// Looks for the first name in `type`, then in the types around it, and for the rest from there in the same way.
    private func type(_ path: ArraySlice<String>, from type: TypeDescription) -> TypeDescription? {
        guard let first = path.first else { return type }
        var scope = type
        while true {
            if let found = scope.typesByName[first],
                let end = self.type(path.dropFirst(), from: found)
            {
                return end
            }
            guard let owner = scope.owner else { return top(path, from: scope) }
            scope = owner
        }
    }

    private func top(_ path: ArraySlice<String>, from top: TypeDescription) -> TypeDescription? {
        guard let first = path.first else { return nil }
        let found = top.name == first ? top : tops.first { $0.name == first }
        guard let found, path.count > 1 else { return found }
        var rest = path.dropFirst()
        var type = found
        while let name = rest.popFirst() {
            guard let nested = self.type([name], from: type), nested !== type || name == type.name else { return nil }
            type = nested
        }
        return type
    }

    func enumeration(_ name: TypeName, from type: TypeDescription) -> EnumerationDescription? {
        guard let last = name.path.last else { return nil }
        if name.path.count > 1 {
            let owner = TypeName(isAbsolute: name.isAbsolute, path: name.path.dropLast())
            return self.type(owner, from: type)?.enumerations.first { $0.name == last }
        }
        var scope: TypeDescription? = type
        while let type = scope {
            if let found = type.enumerations.first(where: { $0.name == last }) { return found }
            scope = type.owner
        }
        return nil
    }
}

/// The types that have a name of the language.
enum BuiltInType {
    case integer(width: Int, isSigned: Bool, order: ByteOrder?)
    case float(width: Int, order: ByteOrder?)
    case bits(count: Int, isLittleEndian: Bool?)
    case string
    case terminatedString
    /// One that only parameters and casts have.
    case other(DataType)

    init?(_ name: String) {
        switch name {
        case "str": self = .string
        case "strz": self = .terminatedString
        case "bytes": self = .other(.bytes)
        case "bool": self = .other(.boolean)
        case "struct": self = .other(.anyStructure)
        case "io": self = .other(.stream)
        case "any": self = .other(.any)
        case "u1": self = .integer(width: 1, isSigned: false, order: .big)
        case "s1": self = .integer(width: 1, isSigned: true, order: .big)
        default:
            var digits = Substring(name)
            let kind = digits.removeFirst()
            var order: ByteOrder?
            if digits.hasSuffix("le") { order = .little } else if digits.hasSuffix("be") { order = .big }
            if order != nil { digits.removeLast(2) }
            guard let width = Int(digits), digits.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2D }) else { return nil }
            switch (kind, width) {
            case ("u", 2), ("u", 4), ("u", 8), ("s", 2), ("s", 4), ("s", 8):
                self = .integer(width: width, isSigned: kind == "s", order: order)
            case ("f", 4), ("f", 8): self = .float(width: width, order: order)
            case ("b", 1...64): self = .bits(count: width, isLittleEndian: order.map { $0 == .little })
            default: return nil
            }
        }
    }

    /// What values of the type are.
    var dataType: DataType {
        switch self {
        case .integer(let width, _, _): width == 1 ? .byte : .integer
        case .float: .float
        case .bits(let count, _): count == 1 ? .boolean : .integer
        case .string, .terminatedString: .string
        case .other(let type): type
        }
    }
}
