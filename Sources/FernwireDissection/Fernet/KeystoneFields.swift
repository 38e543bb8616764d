// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import WireSchema

/// The fields of ``KeystonePayload``.
enum KeystoneFields {
    static let all = [
        heading, version, user, methods, project, domain, group, identityProvider, federationProtocol, expiry, auditID,
        trust, accessToken, system, applicationCredential, thumbprint,
    ]

    static let heading = Field(
        "fernet.keystone", "Keystone token", kind: .heading, summary: "What OpenStack's Keystone packs into a token")
    static let version = Field(
        "fernet.keystone.version", "Version", kind: .u8.named(versions), summary: "What the token is good for")
    static let user = Field("fernet.keystone.user", "User", kind: .text, summary: "Id of the user")
    static let methods = Field(
        "fernet.keystone.methods", "Methods", kind: .u32.hexadecimal,
        summary: "How the user was authenticated: a bit for each method, in the order of Keystone's [auth] methods")
    static let project = Field("fernet.keystone.project", "Project", kind: .text, summary: "Id of the project")
    static let domain = Field("fernet.keystone.domain", "Domain", kind: .text, summary: "Id of the domain")
    static let group = Field("fernet.keystone.group", "Group", kind: .text, summary: "Id of a federated group")
    static let identityProvider = Field(
        "fernet.keystone.identity_provider", "Identity provider", kind: .text, summary: "Id of the identity provider")
    static let federationProtocol = Field(
        "fernet.keystone.protocol", "Protocol", kind: .text, summary: "Id of the federation protocol")
    static let expiry = Field(
        "fernet.keystone.expires", "Expires", kind: .secondsSince1970, summary: "When the token expires")
    static let auditID = Field(
        "fernet.keystone.audit_id", "Audit id", kind: .text,
        summary: "Names the token in logs, without being one; a second one is of the first token of the chain")
    static let trust = Field("fernet.keystone.trust", "Trust", kind: .text, summary: "Id of the trust")
    static let accessToken = Field(
        "fernet.keystone.access_token", "Access token", kind: .text, summary: "Id of the OAuth access token")
    static let system = Field("fernet.keystone.system", "System", kind: .text, summary: "Scope in the system")
    static let applicationCredential = Field(
        "fernet.keystone.application_credential", "Application credential", kind: .text,
        summary: "Id of the application credential")
    static let thumbprint = Field(
        "fernet.keystone.thumbprint", "Thumbprint", kind: .text, summary: "Of the client's certificate")

    private static let versions: ValueNames = [
        0: "Unscoped", 1: "Domain", 2: "Project", 3: "Trust", 4: "Federated, unscoped", 5: "Federated, project",
        6: "Federated, domain", 7: "OAuth", 8: "System", 9: "Application credential", 10: "OAuth 2.0 with certificate",
    ]

    static func field(of part: KeystonePayload.Part) -> Field {
        switch part {
        case .user: user
        case .methods: methods
        case .project: project
        case .domain: domain
        case .groups: group
        case .identityProvider: identityProvider
        case .federationProtocol: federationProtocol
        case .expiry: expiry
        case .auditIDs: auditID
        case .trust: trust
        case .accessToken: accessToken
        case .system: system
        case .applicationCredential: applicationCredential
        case .thumbprint: thumbprint
        }
    }
}
