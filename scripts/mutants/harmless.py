# SPDX-License-Identifier: Apache-2.0
"""Changes that no test can find, because they change nothing that can be seen, and why."""

HARMLESS = {
    "Sources/DescribedDissection/Keys/KeyCollection.swift: offset < text.count  →  offset <= text.count":
        "an empty line more at the end is passed over",
    "Sources/DescribedDissection/Operations/Call.swift: index < arguments.count  →  true":
        "a call without the key is refused before",
    "Sources/DescribedDissection/Reading/UnitConversation.swift: !isEnded || part.place > 0  →  !isEnded || part.place >= 0":
        "a unit of one part is given up before anybody asks for it",
    "Sources/DissectorKit/Plan+Flaw.swift: depth >= 0  →  true":
        "the step that closes more than was opened traps before",
    "Sources/DissectorKit/Plan.swift: end > start  →  end >= start":
        "an empty text is not read",
    "Sources/DissectorKit/PlanText.swift: needed > room  →  needed >= room":
        "memory grows one write earlier",
    "Sources/FernwireCapture/Reading/FrameStream.swift: start < bytes.count  →  start <= bytes.count":
        "with no bytes left the search skips none",
    "Sources/FernwireCapture/Recording/SessionRecorder.swift: time > self.time  →  time >= self.time":
        "waiting for no time",
    "Sources/FernwireCommand/Events/EventFindings.swift: received < due  →  received <= due":
        "a sequence number that is due is no failure",
    "Sources/FernwireCommand/Files/IncomingFile.swift: errno == EEXIST  →  true":
        "another error comes again at each of a thousand tries",
    "Sources/FernwireCommand/Play/PlayLedger.swift: state.deadline > now  →  state.deadline >= now":
        "the watch sleeps for no time and looks again",
    "Sources/FernwireCommand/Play/PlayService.swift: step.pause > 0  →  step.pause >= 0":
        "to sleep for no time returns at once",
    "Sources/FernwireCommand/ServerService.swift: answers.count == Self.answersAtOnce  →  answers.count != Self.answersAtOnce":
        "the same answers in the same order, in smaller writes",
    "Sources/FernwireCrypto/AEAD.swift: count > 0  →  count >= 0":
        "to add no bytes succeeds and writes nothing",
    "Sources/FernwireCrypto/Opening/AEADOpening.swift: hasTag == 1  →  true":
        "the length of the tag was checked, and OpenSSL takes each one",
    "Sources/FernwireCrypto/Opening/DerivationCost.swift: bytes.count >= part.count  →  bytes.count > part.count":
        "parameters that are nothing but an identifier are none",
    "Sources/FernwireCrypto/Opening/EncryptedKeys.swift: !encrypted.isEmpty  →  true":
        "without encrypted blocks nothing is copied, and nothing follows",
    "Sources/FernwireCrypto/Opening/ObservedECPrivateKey.swift: peer.curve == curve  →  true":
        "OpenSSL refuses a point of another curve",
    "Sources/FernwireCrypto/Opening/SymmetricCipher.swift: length > 0  →  true":
        "to add no bytes succeeds and writes nothing",
    "Sources/FernwireCrypto/SubjectPublicKeyInfo.swift: count > 0  →  count >= 0":
        "to write nothing leaves the result empty",
    "Sources/FernwireDissection/Fernet/FernetDrawing.swift: plan.wantsFields  →  true":
        "a plan without fields drops them itself",
    "Sources/FernwireDissection/Fernet/FernetSearch.swift: FernetText.length(string) == length  →  true":
        "the joined text fails the same check",
    "Sources/FernwireDissection/Fernet/FernetSearch.swift: place >= end  →  place > end":
        "a token never begins at the end of a run, and the one at 0 is found without its run",
    "Sources/FernwireDissection/Fernet/FernetSearch.swift: place >= end  →  true":
        "the same end of a token is found again",
    "Sources/FernwireDissection/FernwireConversation.swift: head.replyTo > 0  →  true":
        "no message has the number 0",
    "Sources/FernwireDissection/FernwireConversation.swift: request.isSome  →  true":
        "no request is linked to none, and none is no finding",
    "Sources/FernwireDissection/FernwireDissector.swift: length < bytes.byteCount  →  length <= bytes.byteCount":
        "no header is found in no bytes",
    "Sources/FernwireDissection/RecordDrawing.swift: plan.wantsFields  →  true":
        "a plan without fields drops them itself",
    "Sources/FernwireDissection/WeaknessDrawing.swift: !observation.weaknesses.isEmpty  →  true":
        "without weaknesses the loop adds no note",
    "Sources/FernwireFiles/Descriptor.swift: count > 0  →  count >= 0":
        "nobody writes no bytes, and of some at least one is taken",
    "Sources/FernwireNIO/Acceptor.swift: isFirst  →  true":
        "to cancel and to finish twice does nothing more, and the spare handle is closed once",
    "Sources/FernwireNIO/SessionEvents.swift: loop.inEventLoop  →  false":
        "the request waits for one turn of the loop",
    "Sources/FernwireNIO/SessionHandler+Output.swift: timer.measuresProgress  →  true":
        "the timer asks the same",
    "Sources/FernwireNIO/SessionTimer.swift: NIODeadline.now() - self.lastProgress >= idleLimit  →  NIODeadline.now() - self.lastProgress > idleLimit":
        "one look more at the very nanosecond",
    "Sources/FernwireSession/Endpoint/FrameReader.swift: start > 1 << 16  →  start >= 1 << 16":
        "the bound only says when bytes that were taken are dropped",
    "Sources/FernwireSession/Endpoint/MessageAssembler.swift: message.bytes.isEmpty  →  false":
        "appending to no bytes gives the same bytes, and one copy more",
    "Sources/FernwireSession/Endpoint/Session.swift: !isOver  →  true":
        "the end of a session empties the reader, and nothing fills it again",
    "Sources/FernwireSession/Endpoint/Session.swift: outgoing.isEmpty  →  false":
        "a capacity, which no result depends on",
    "Sources/FernwireSession/Endpoint/Session.swift: plaintext.capacity > Self.keptPlaintext  →  plaintext.capacity >= Self.keptPlaintext":
        "a capacity right at the bound is kept or not, which no result depends on",
    "Sources/FernwireSession/Endpoint/SessionRecords.swift: UInt64(most) < UInt64.max - 3 - sent  →  UInt64(most) <= UInt64.max - 3 - sent":
        "a number of pieces never comes near 2^63",
    "Sources/FernwireSession/Keys/KeyRing.swift: place > 0  →  place >= 0":
        "an element that changes places with itself stays",
    "Sources/FernwireSession/Observer/ObservedSession.swift: secret.count > 0  →  secret.count >= 0":
        "no suite that has tokens has an empty secret",
    "Sources/FernwireSession/Observer/PlaintextStore.swift: !place.isEmpty  →  true":
        "an empty range has no bytes in any chunk",
    "Sources/FernwireSession/Observer/PlaintextStore.swift: place.lowerBound >= last.start  →  false":
        "the binary search finds the last chunk, too",
    "Sources/FernwireSession/Observer/PlaintextStore.swift: place.lowerBound >= last.start  →  place.lowerBound > last.start":
        "the search among all chunks finds the last one, too",
    "Sources/FernwireSession/Observer/RecordMemory.swift: first.sequence != sequence  →  true":
        "the first record is found in its place, with the same answer",
    "Sources/FernwireSession/Suites/RSAFernetHMAC/RSAFernetHMAC.swift: message.wraps.count == wrapped.count  →  true":
        "decoding refuses more than two wraps, and fewer fail at what they open",
    "Sources/FernwireSession/Suites/RSAFernetSigned/RSAFernetSignedObserver.swift: payload.byteCount > 2  →  payload.byteCount >= 2":
        "two bytes leave no room for a signature either",
    "Sources/FernwireSession/Suites/Shared/AES128CBCProtection.swift: plaintext.count - start >= 2 * length  →  plaintext.count - start > 2 * length":
        "with empty content both branches leave the prefix alone",
    "Sources/FernwireTool/Export/RowWriter.swift: !line.isEmpty  →  true":
        "to write no bytes makes no call",
    "Sources/FernwireTool/Extcap/DumpCommand.swift: time > now  →  time >= now":
        "at the very nanosecond, a microsecond more of sleep",
    "Sources/FernwireTool/Token/TokenInput.swift: offset < text.count  →  offset <= text.count":
        "an empty line more at the end is passed over",
    "Sources/FernwireTool/Token/TokenInput.swift: whole.endIndex > rest.endIndex  →  whole.endIndex >= rest.endIndex":
        "with equal ends the same text is read again",
    "Sources/KaitaiStruct/Checking/Compiler+Parents.swift: found == known  →  false":
        "the same parents are found again, up to 64 times",
    "Sources/KaitaiStruct/Evaluation/Evaluation+Extents.swift: size > 0  →  size >= 0":
        "a size of zero is never too large",
    "Sources/KaitaiStruct/Evaluation/Evaluation.swift: parent >= 0  →  parent > 0":
        "the root is never refuted",
    "Sources/KaitaiStruct/Expression/ExpressionParser.swift: depth <= Self.deepest  →  depth < Self.deepest":
        "one level later fails with the same words at the same place",
    "Sources/WireSchema/Schema.swift: last >= 0  →  true":
        "the first field of an element appends it before its others are read",
}
