package dev.lvs.tool.convert.read;

import dev.lvs.api.v1alpha1.DnsCheck;
import dev.lvs.api.v1alpha1.ExecCheck;
import dev.lvs.api.v1alpha1.FileCheck;
import dev.lvs.api.v1alpha1.HttpCheck;
import dev.lvs.api.v1alpha1.ScriptCheck;
import dev.lvs.api.v1alpha1.UdpCheck;

/** Kind of check by which a source asks a real server, apart from address and times. */
public sealed interface CheckKind {
  /** Text for checks that need something on the director. */
  String FOLDER =
      "what it names has to lie in the folder that the agent is started with (lvs run"
          + " --check-directory).";

  /** A TCP connection. */
  record Tcp() implements CheckKind {}

  /** An HTTP request in clear text. */
  record Http(HttpCheck request) implements CheckKind {}

  /** An HTTP request by TLS. */
  record Https(HttpCheck request) implements CheckKind {}

  /** A datagram. */
  record Udp(UdpCheck datagram) implements CheckKind {}

  /** A question to a name server. */
  record Dns(DnsCheck question) implements CheckKind {}

  /** An ICMP echo request. */
  record Icmp() implements CheckKind {}

  /** Lines to send and answers to expect. */
  record Script(ScriptCheck script) implements CheckKind {}

  /** A program on the director. */
  record Exec(ExecCheck program) implements CheckKind {}

  /** A file on the director. */
  record File(FileCheck file) implements CheckKind {}

  /** Returns whether it looks at something of the director alone. */
  default boolean staysOnDirector() {
    return this instanceof Exec || this instanceof File;
  }

  /** Returns whether it asks a port. */
  default boolean asksPort() {
    return !(this instanceof Icmp || staysOnDirector());
  }
}
