package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ATTR_DAEMON;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ATTR_TIMEOUT_TCP;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ATTR_TIMEOUT_TCP_FIN;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ATTR_TIMEOUT_UDP;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_NEW_DAEMON;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DAEMON_ATTR_MCAST_GROUP;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DAEMON_ATTR_MCAST_GROUP6;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DAEMON_ATTR_MCAST_IFN;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DAEMON_ATTR_MCAST_PORT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DAEMON_ATTR_MCAST_TTL;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DAEMON_ATTR_STATE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DAEMON_ATTR_SYNC_ID;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DAEMON_ATTR_SYNC_MAXLEN;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_STATE_BACKUP;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_STATE_MASTER;

import dev.lvs.agent.fake.Reaction.Dump;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.net.IpAddress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Timeouts and sync daemons of the fake kernel, which IPVS has once per network namespace. */
final class FakeDaemons {
  /** Ticks per second, which decide how long a timeout may be. */
  private static final int HZ = 100;

  private static final IpAddress DEFAULT_GROUP = IpAddress.ipv4(0xe0000051);
  private static final int DEFAULT_PORT = 8848;
  private static final int DEFAULT_LENGTH = 1464;

  private final FakeRouting routing;
  private final Map<Integer, Attributes> running = new TreeMap<>();
  private int tcp = 900;
  private int tcpFin = 120;
  private int udp = 300;

  FakeDaemons(FakeRouting routing) {
    this.routing = routing;
  }

  boolean isAnyRunning() {
    return !running.isEmpty();
  }

  ReplyBytes timeouts() {
    return new ReplyBytes()
        .u32(IPVS_CMD_ATTR_TIMEOUT_TCP, tcp)
        .u32(IPVS_CMD_ATTR_TIMEOUT_TCP_FIN, tcpFin)
        .u32(IPVS_CMD_ATTR_TIMEOUT_UDP, udp);
  }

  /** {@code ip_vs_set_timeout}: 0 keeps what is set. */
  Reaction setTimeouts(Attributes said) {
    int newTcp = said.s32(IPVS_CMD_ATTR_TIMEOUT_TCP);
    int newTcpFin = said.s32(IPVS_CMD_ATTR_TIMEOUT_TCP_FIN);
    int newUdp = said.s32(IPVS_CMD_ATTR_TIMEOUT_UDP);
    if (isWrong(newTcp) || isWrong(newTcpFin) || isWrong(newUdp)) {
      return Reaction.refused(Errno.EINVAL);
    }
    tcp = newTcp == 0 ? tcp : newTcp;
    tcpFin = newTcpFin == 0 ? tcpFin : newTcpFin;
    udp = newUdp == 0 ? udp : newUdp;
    return Reaction.DONE;
  }

  private static boolean isWrong(int seconds) {
    return seconds < 0 || seconds > Integer.MAX_VALUE / HZ;
  }

  /** {@code ip_vs_genl_new_daemon}; the sync identifier is not checked. */
  Reaction add(Attributes said, boolean mixedFamilies) {
    Optional<Attributes> nest = said.nest(IPVS_CMD_ATTR_DAEMON);
    if (nest.isEmpty() || !isComplete(nest.get()) || mixedFamilies) {
      return Reaction.refused(Errno.EINVAL);
    }
    if (!routing.hasLink(nest.get().string(IPVS_DAEMON_ATTR_MCAST_IFN))) {
      return Reaction.refused(Errno.ENODEV);
    }
    boolean fresh = running.putIfAbsent(nest.get().s32(IPVS_DAEMON_ATTR_STATE), nest.get()) == null;
    return fresh ? Reaction.DONE : Reaction.refused(Errno.EEXIST);
  }

  private static boolean isComplete(Attributes said) {
    int state = said.s32(IPVS_DAEMON_ATTR_STATE);
    return said.has(IPVS_DAEMON_ATTR_STATE, IPVS_DAEMON_ATTR_MCAST_IFN, IPVS_DAEMON_ATTR_SYNC_ID)
        && (state == IP_VS_STATE_MASTER || state == IP_VS_STATE_BACKUP);
  }

  Reaction delete(Attributes said) {
    Optional<Attributes> nest = said.nest(IPVS_CMD_ATTR_DAEMON);
    if (nest.isEmpty() || !nest.get().has(IPVS_DAEMON_ATTR_STATE)) {
      return Reaction.refused(Errno.EINVAL);
    }
    boolean gone = running.remove(nest.get().s32(IPVS_DAEMON_ATTR_STATE)) == null;
    return gone ? Reaction.refused(Errno.ESRCH) : Reaction.DONE;
  }

  Reaction dump() {
    return new Dump(
        running.values().stream()
            .map(
                daemon ->
                    FakeIpvs.item(
                        IPVS_CMD_NEW_DAEMON,
                        new ReplyBytes().nest(IPVS_CMD_ATTR_DAEMON, toBytes(daemon))))
            .toList());
  }

  private static ReplyBytes toBytes(Attributes daemon) {
    ReplyBytes bytes =
        new ReplyBytes()
            .u32(IPVS_DAEMON_ATTR_STATE, daemon.s32(IPVS_DAEMON_ATTR_STATE))
            .string(IPVS_DAEMON_ATTR_MCAST_IFN, daemon.string(IPVS_DAEMON_ATTR_MCAST_IFN))
            .u32(IPVS_DAEMON_ATTR_SYNC_ID, daemon.s32(IPVS_DAEMON_ATTR_SYNC_ID))
            .u16(
                IPVS_DAEMON_ATTR_SYNC_MAXLEN,
                or(daemon.u16(IPVS_DAEMON_ATTR_SYNC_MAXLEN), DEFAULT_LENGTH))
            .u16(
                IPVS_DAEMON_ATTR_MCAST_PORT,
                or(daemon.u16(IPVS_DAEMON_ATTR_MCAST_PORT), DEFAULT_PORT))
            .u8(IPVS_DAEMON_ATTR_MCAST_TTL, or(daemon.u8(IPVS_DAEMON_ATTR_MCAST_TTL), 1));
    if (daemon.has(IPVS_DAEMON_ATTR_MCAST_GROUP6)) {
      return bytes.bytes(
          IPVS_DAEMON_ATTR_MCAST_GROUP6, daemon.bytes(IPVS_DAEMON_ATTR_MCAST_GROUP6));
    }
    boolean said = daemon.has(IPVS_DAEMON_ATTR_MCAST_GROUP);
    return bytes.bytes(
        IPVS_DAEMON_ATTR_MCAST_GROUP,
        said ? daemon.bytes(IPVS_DAEMON_ATTR_MCAST_GROUP) : DEFAULT_GROUP.toBytes());
  }

  private static int or(int said, int otherwise) {
    return said == 0 ? otherwise : said;
  }
}
