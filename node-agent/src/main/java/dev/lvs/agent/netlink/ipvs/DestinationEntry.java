package dev.lvs.agent.netlink.ipvs;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ATTR_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_ACTIVE_CONNS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_ADDR;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_ADDR_FAMILY;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_FWD_METHOD;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_INACT_CONNS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_L_THRESH;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_PERSIST_CONNS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_PORT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_STATS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_STATS64;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_TUN_FLAGS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_TUN_PORT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_TUN_TYPE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_U_THRESH;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_DEST_ATTR_WEIGHT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_CONN_F_FWD_MASK;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.MalformedReplyException;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.table.DestinationKeys;
import dev.lvs.ipvs.table.DestinationTable;
import dev.lvs.net.AddressFamily;

/**
 * A destination as {@code IPVS_CMD_ATTR_DEST} carries it: written from records, and read into this
 * entry, which is reused for the next one ({@code ip_vs_genl_fill_dest},
 * net/netfilter/ipvs/ip_vs_ctl.c).
 *
 * <p>Reading allocates nothing; {@link #key} and {@link #settings} create records from it.
 */
public final class DestinationEntry {
  private AddressFamily family = AddressFamily.IPV4;
  private long high;
  private long low;
  private int port;
  private int method;
  private int weight;
  private long upperThreshold;
  private long lowerThreshold;
  private int tunnelType;
  private int tunnelPort;
  private int tunnelFlags;
  private long activeConnections;
  private long inactiveConnections;
  private long persistentConnections;
  private final StatisticsEntry statistics = new StatisticsEntry();
  private final boolean withStatistics;

  /**
   * An entry that has read nothing yet.
   *
   * @param withStatistics whether counters are to be read too, which is half of the work
   */
  public DestinationEntry(boolean withStatistics) {
    this.withStatistics = withStatistics;
  }

  /** Writes the nest with what identifies a destination inside its virtual server. */
  public static void write(AttributeWriter writer, DestinationKey key) {
    writeKey(writer.begin(IPVS_CMD_ATTR_DEST), key);
    writeFamily(writer, key);
    writer.end();
  }

  /** Writes the nest with everything that NEW_DEST and SET_DEST ask for. */
  public static void write(
      AttributeWriter writer, DestinationKey key, DestinationSettings settings) {
    writeKey(writer.begin(IPVS_CMD_ATTR_DEST), key);
    writer
        .u32(IPVS_DEST_ATTR_FWD_METHOD, ForwardingCodec.number(settings.method()))
        .u32(IPVS_DEST_ATTR_WEIGHT, settings.weight())
        .u32(IPVS_DEST_ATTR_U_THRESH, settings.upperThreshold())
        .u32(IPVS_DEST_ATTR_L_THRESH, settings.lowerThreshold());
    writeFamily(writer, key);
    ForwardingCodec.writeTunnel(writer, settings.method());
    writer.end();
  }

  private static void writeKey(AttributeWriter writer, DestinationKey key) {
    NfInetAddr.write(writer, IPVS_DEST_ATTR_ADDR, key.address());
    writer.be16(IPVS_DEST_ATTR_PORT, key.port());
  }

  private static void writeFamily(AttributeWriter writer, DestinationKey key) {
    writer.u16(IPVS_DEST_ATTR_ADDR_FAMILY, NfInetAddr.number(key.address().family()));
  }

  /**
   * Reads a reply of the family, from its header on, in place of what this entry held.
   *
   * @param ofService the virtual server's family, which kernels before 3.18 leave unsaid
   * @return false when the reply is about something else than a destination
   */
  public boolean read(AttributeReader reply, AddressFamily ofService) {
    reply.fixedU32();
    while (reply.next()) {
      if (reply.type() == IPVS_CMD_ATTR_DEST) {
        clear(ofService);
        reply.enter();
        while (reply.next()) {
          readAttribute(reply);
        }
        reply.leave();
        return true;
      }
    }
    return false;
  }

  private void readAttribute(AttributeReader reader) {
    switch (reader.type()) {
      case IPVS_DEST_ATTR_ADDR -> {
        high = NfInetAddr.high(reader);
        low = NfInetAddr.low(reader);
      }
      case IPVS_DEST_ATTR_PORT -> port = reader.be16();
      case IPVS_DEST_ATTR_FWD_METHOD -> method = reader.s32() & IP_VS_CONN_F_FWD_MASK;
      case IPVS_DEST_ATTR_WEIGHT -> weight = reader.s32();
      case IPVS_DEST_ATTR_U_THRESH -> upperThreshold = reader.u32();
      case IPVS_DEST_ATTR_L_THRESH -> lowerThreshold = reader.u32();
      case IPVS_DEST_ATTR_ACTIVE_CONNS -> activeConnections = reader.u32();
      case IPVS_DEST_ATTR_INACT_CONNS -> inactiveConnections = reader.u32();
      case IPVS_DEST_ATTR_PERSIST_CONNS -> persistentConnections = reader.u32();
      case IPVS_DEST_ATTR_ADDR_FAMILY -> family = NfInetAddr.family(reader.u16());
      case IPVS_DEST_ATTR_TUN_TYPE -> tunnelType = reader.u8();
      case IPVS_DEST_ATTR_TUN_PORT -> tunnelPort = reader.be16();
      case IPVS_DEST_ATTR_TUN_FLAGS -> tunnelFlags = reader.u16();
      case IPVS_DEST_ATTR_STATS -> readStatistics(reader, false);
      case IPVS_DEST_ATTR_STATS64 -> readStatistics(reader, true);
      default -> {}
    }
  }

  private void readStatistics(AttributeReader reader, boolean wide) {
    if (withStatistics) {
      statistics.read(reader, wide);
    }
  }

  private void clear(AddressFamily ofService) {
    family = ofService;
    high = 0;
    low = 0;
    port = 0;
    method = 0;
    weight = 0;
    upperThreshold = 0;
    lowerThreshold = 0;
    tunnelType = 0;
    tunnelPort = 0;
    tunnelFlags = 0;
    activeConnections = 0;
    inactiveConnections = 0;
    persistentConnections = 0;
    if (withStatistics) {
      statistics.clear();
    }
  }

  /** The destination's identity inside its virtual server. */
  public DestinationKey key() {
    return new DestinationKey(NfInetAddr.address(family, high, low), port);
  }

  private long upper() {
    return NfInetAddr.upper(family, high);
  }

  private long lower() {
    return NfInetAddr.lower(family, high, low);
  }

  /** Its settings. */
  public DestinationSettings settings() {
    if (weight < 0) {
      throw new MalformedReplyException("IPVS answers with a weight of " + weight);
    }
    return new DestinationSettings(
        ForwardingCodec.method(method, tunnelType, tunnelPort, tunnelFlags),
        weight,
        upperThreshold,
        lowerThreshold);
  }

  /** The same as {@link #settings()}, and the same object as the likely ones where they are. */
  public DestinationSettings settings(DestinationSettings likely) {
    return has(likely) ? likely : settings();
  }

  /** Returns whether {@link #key} would be that of a row; allocates nothing. */
  public boolean is(DestinationKeys keys, int row) {
    return keys.is(row, family, upper(), lower(), port);
  }

  /** Adds it to a table, for which no key is created. */
  public void addTo(
      DestinationTable.Builder<DestinationSettings> table, DestinationSettings settings) {
    table.put(family, upper(), lower(), port, settings);
  }

  /** Returns whether {@link #settings} would be these; allocates nothing. */
  public boolean has(DestinationSettings settings) {
    return settings.weight() == weight
        && settings.upperThreshold() == upperThreshold
        && settings.lowerThreshold() == lowerThreshold
        && ForwardingCodec.is(settings.method(), method, tunnelType, tunnelPort, tunnelFlags);
  }

  /** Connections in the established state, as the kernel counts them. */
  public long activeConnections() {
    return activeConnections;
  }

  /** Connections in any other state. */
  public long inactiveConnections() {
    return inactiveConnections;
  }

  /** Persistence templates that point at it. */
  public long persistentConnections() {
    return persistentConnections;
  }

  /** Its counters; none where they were not to be read. */
  public Statistics statistics() {
    return statistics.toStatistics();
  }
}
