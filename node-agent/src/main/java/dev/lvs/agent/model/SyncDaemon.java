package dev.lvs.agent.model;

import dev.lvs.net.IpAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A connection-sync daemon of the kernel, sending (master) or receiving (backup) in one network
 * namespace.
 *
 * <p>A desired daemon has every value explicit, as an observed one does; only one started by hand
 * leaves values to the kernel.
 *
 * @param device the interface it multicasts on, 1 to 15 bytes
 * @param syncId 0 to 255; a backup with 0 takes every master's messages. Kernels take and show
 *     other numbers too
 * @param group empty in a request for the kernel's default, 224.0.0.81
 * @param port UDP port, 1 to 65535; 0 in a request for the kernel's default, 8848
 * @param ttl 1 to 255; 0 in a request for the kernel's default, 1
 * @param maxLength bytes of a sync message, 1 to 65507; 0 in a request for what the interface's MTU
 *     allows
 */
public record SyncDaemon(
    State state,
    String device,
    int syncId,
    Optional<IpAddress> group,
    int port,
    int ttl,
    int maxLength) {
  /**
   * The sysctls that a daemon reads when it starts, and never again ({@code start_sync_thread}).
   */
  public static final Set<String> READ_AT_START =
      Set.of("net/ipv4/vs/sync_ports", "net/ipv4/vs/sync_sock_size");

  /** Role in the synchronisation, sending or receiving; a namespace may have one daemon of each. */
  public enum State {
    MASTER,
    BACKUP;

    /** As ipvsadm spells it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
