package dev.lvs.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The protocols with a built-in script. */
public enum ScriptProtocol {
  @JsonProperty("smtp")
  SMTP,
  @JsonProperty("imap")
  IMAP,
  @JsonProperty("pop3")
  POP3,
  @JsonProperty("ftp")
  FTP,
  @JsonProperty("nntp")
  NNTP,
  @JsonProperty("ssh")
  SSH,
  @JsonProperty("redis")
  REDIS,
  @JsonProperty("memcached")
  MEMCACHED,
  @JsonProperty("mysql")
  MYSQL,
  @JsonProperty("postgresql")
  POSTGRESQL,
  /** An anonymous bind, whatever the server says of it. */
  @JsonProperty("ldap")
  LDAP,
  /** An Access-Request that nobody's password is in, over UDP; any answer will do. */
  @JsonProperty("radius")
  RADIUS,
  /** An OPTIONS request over UDP. */
  @JsonProperty("sip")
  SIP,
  /** The same over TCP, or by TLS. */
  @JsonProperty("sip-tcp")
  SIP_TCP;

  /** Returns whether it is asked by datagrams, which have no TLS. */
  public boolean isOverUdp() {
    return this == RADIUS || this == SIP;
  }

  /** The name as manifests spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
