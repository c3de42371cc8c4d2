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
  LDAP;

  /** The name as manifests spell it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
