package dev.lvs.tool.cli.manifests;

import java.util.Locale;

/** Formats that {@code lvs import} reads. */
enum ConfigFormat {
  KEEPALIVED,
  LDIRECTORD,
  IPVSADM;

  /** As it is written after {@code --from}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
