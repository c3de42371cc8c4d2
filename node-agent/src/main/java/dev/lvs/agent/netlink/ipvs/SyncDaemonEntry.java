package dev.lvs.agent.netlink.ipvs;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ATTR_DAEMON;
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

import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.SyncDaemon.State;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.MalformedReplyException;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import java.util.Optional;

/**
 * A connection-sync daemon as {@code IPVS_CMD_ATTR_DAEMON} carries it ({@code
 * ip_vs_genl_fill_daemon}, net/netfilter/ipvs/ip_vs_ctl.c).
 */
public final class SyncDaemonEntry {
  private SyncDaemonEntry() {}

  /** Writes what NEW_DAEMON asks for. */
  static void write(AttributeWriter writer, SyncDaemon daemon) {
    writer.begin(IPVS_CMD_ATTR_DAEMON).u32(IPVS_DAEMON_ATTR_STATE, number(daemon.state()));
    writer
        .string(IPVS_DAEMON_ATTR_MCAST_IFN, daemon.device())
        .u32(IPVS_DAEMON_ATTR_SYNC_ID, daemon.syncId());
    if (daemon.maxLength() != 0) {
      writer.u16(IPVS_DAEMON_ATTR_SYNC_MAXLEN, daemon.maxLength());
    }
    if (daemon.group().isPresent()) {
      IpAddress address = daemon.group().get();
      switch (address.family()) {
        case IPV4 -> writer.be32(IPVS_DAEMON_ATTR_MCAST_GROUP, address.low());
        case IPV6 -> writer.bytes(IPVS_DAEMON_ATTR_MCAST_GROUP6, address.toBytes());
      }
    }
    if (daemon.port() != 0) {
      // the one port of this family that is in host order
      writer.u16(IPVS_DAEMON_ATTR_MCAST_PORT, daemon.port());
    }
    if (daemon.ttl() != 0) {
      writer.u8(IPVS_DAEMON_ATTR_MCAST_TTL, daemon.ttl());
    }
    writer.end();
  }

  /** Writes what DEL_DAEMON asks for. */
  static void write(AttributeWriter writer, State state) {
    writer.begin(IPVS_CMD_ATTR_DAEMON).u32(IPVS_DAEMON_ATTR_STATE, number(state)).end();
  }

  /**
   * Reads one message of the answer to {@link IpvsRequests#getDaemons}; empty when it is about
   * something else.
   */
  public static Optional<SyncDaemon> read(AttributeReader reply) {
    reply.fixedU32();
    while (reply.next()) {
      if (reply.type() == IPVS_CMD_ATTR_DAEMON) {
        reply.enter();
        SyncDaemon daemon = readNest(reply);
        reply.leave();
        return Optional.of(daemon);
      }
    }
    return Optional.empty();
  }

  private static SyncDaemon readNest(AttributeReader reader) {
    State state = State.MASTER;
    String device = "";
    int syncId = 0;
    Optional<IpAddress> group = Optional.empty();
    int port = 0;
    int ttl = 0;
    int maxLength = 0;
    while (reader.next()) {
      switch (reader.type()) {
        case IPVS_DAEMON_ATTR_STATE -> state = state(reader.s32());
        case IPVS_DAEMON_ATTR_MCAST_IFN -> device = reader.string();
        case IPVS_DAEMON_ATTR_SYNC_ID -> syncId = reader.s32();
        case IPVS_DAEMON_ATTR_SYNC_MAXLEN -> maxLength = reader.u16();
        case IPVS_DAEMON_ATTR_MCAST_GROUP ->
            group = Optional.of(IpAddress.ipv4((int) reader.be32()));
        case IPVS_DAEMON_ATTR_MCAST_GROUP6 ->
            group =
                Optional.of(
                    NfInetAddr.address(
                        AddressFamily.IPV6, NfInetAddr.high(reader), NfInetAddr.low(reader)));
        case IPVS_DAEMON_ATTR_MCAST_PORT -> port = reader.u16();
        case IPVS_DAEMON_ATTR_MCAST_TTL -> ttl = reader.u8();
        default -> {}
      }
    }
    return new SyncDaemon(state, device, syncId, group, port, ttl, maxLength);
  }

  private static int number(State state) {
    return switch (state) {
      case MASTER -> IP_VS_STATE_MASTER;
      case BACKUP -> IP_VS_STATE_BACKUP;
    };
  }

  private static State state(int number) {
    return switch (number) {
      case IP_VS_STATE_MASTER -> State.MASTER;
      case IP_VS_STATE_BACKUP -> State.BACKUP;
      default -> throw new MalformedReplyException("IPVS answers with sync daemon state " + number);
    };
  }
}
