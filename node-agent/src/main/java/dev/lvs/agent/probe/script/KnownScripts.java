package dev.lvs.agent.probe.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lvs.agent.probe.Bytes;
import dev.lvs.agent.probe.Expectation;
import dev.lvs.agent.probe.script.ScriptChecker.Line;
import dev.lvs.agent.syscall.IpSockets.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Scripts of well-known protocols: greeting, a harmless request, quit. */
public final class KnownScripts {
  private KnownScripts() {}

  /** Simple Mail Transfer Protocol (RFC 5321); a greeting may have several lines. */
  public static ScriptChecker smtp() {
    return over(Kind.TCP, "smtp")
        .expect("(?m)^220 ")
        .send("EHLO lvs-operator.invalid\r\n")
        .expect("(?m)^250 ")
        .send("QUIT\r\n")
        .expect("(?m)^221[ \r]")
        .end();
  }

  /** Internet Message Access Protocol (RFC 9051). */
  public static ScriptChecker imap() {
    return over(Kind.TCP, "imap")
        .expect("^\\* (OK|PREAUTH) ")
        .send("a LOGOUT\r\n")
        .expect("(?m)^a OK")
        .end();
  }

  /** Post Office Protocol (RFC 1939). */
  public static ScriptChecker pop3() {
    return over(Kind.TCP, "pop3").expect("^\\+OK").send("QUIT\r\n").expect("(?m)^\\+OK").end();
  }

  /** File Transfer Protocol (RFC 959). */
  public static ScriptChecker ftp() {
    return over(Kind.TCP, "ftp").expect("(?m)^220 ").send("QUIT\r\n").expect("(?m)^221 ").end();
  }

  /** Network News Transfer Protocol (RFC 3977). */
  public static ScriptChecker nntp() {
    return over(Kind.TCP, "nntp").expect("^20[01] ").send("QUIT\r\n").expect("(?m)^205").end();
  }

  /** Secure Shell (RFC 4253, 4.2): its identification. */
  public static ScriptChecker ssh() {
    return over(Kind.TCP, "ssh").expect("(?m)^SSH-(2\\.0|1\\.99)-").end();
  }

  /** Redis; one that wants a password first works too, one that still loads its data does not. */
  public static ScriptChecker redis() {
    return over(Kind.TCP, "redis").send("PING\r\n").expect("^(\\+PONG|-NOAUTH )").end();
  }

  /** memcached, by its text protocol. */
  public static ScriptChecker memcached() {
    return over(Kind.TCP, "memcached").send("version\r\n").expect("^VERSION ").end();
  }

  /** MySQL and MariaDB: the handshake of protocol 10, no error packet. */
  public static ScriptChecker mysql() {
    return over(Kind.TCP, "mysql").expect("(?s)^...\\x00\\x0a").end();
  }

  /** PostgreSQL: the answer to an SSLRequest, yes or no, which needs no user. */
  public static ScriptChecker postgresql() {
    return over(Kind.TCP, "postgresql").send("\0\0\0\10\4\322\26\57").expect("^[SN]").end();
  }

  /** Lightweight Directory Access Protocol (RFC 4511): any answer to an anonymous bind. */
  public static ScriptChecker ldap() {
    return over(Kind.TCP, "ldap")
        .send("\60\14\2\1\1\140\7\2\1\3\4\0\200\0")
        .expect("(?s)^\\x30.{1,5}\\x02\\x01\\x01\\x61")
        .end();
  }

  /**
   * RADIUS (RFC 2865): any answer to an Access-Request with a password that is nobody's, which
   * needs no secret; a server answers those that it knows as clients, and nobody else.
   */
  public static ScriptChecker radius() {
    return over(Kind.UDP, "radius")
        .send(
            "\1\52\0\100lvs-operator-chk\1\16lvs-operator\2\22not-a-password-!"
                + "\40\14lvs-operat")
        .expect("(?s)^[\\x02\\x03\\x0b]\\x2a.{18}")
        .end();
  }

  private static Builder over(Kind transport, String name) {
    return new Builder(transport, name);
  }

  /** Collects the lines of a script. */
  private static final class Builder {
    private final Kind transport;
    private final String name;
    private final List<Line> lines = new ArrayList<>();

    Builder(Kind transport, String name) {
      this.transport = transport;
      this.name = name;
    }

    Builder send(String text) {
      lines.add(new Line.Send(Bytes.of(text.getBytes(ISO_8859_1))));
      return this;
    }

    Builder expect(String pattern) {
      lines.add(new Line.Expect(new Expectation.Match(Pattern.compile(pattern))));
      return this;
    }

    ScriptChecker end() {
      return new ScriptChecker(name, transport, lines);
    }
  }
}
