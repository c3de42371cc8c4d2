package dev.lvs.agent.netlink.ipvs;

import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ATTR_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_ADDR;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_AF;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_FLAGS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_FWMARK;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_NETMASK;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_PE_NAME;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_PORT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_PROTOCOL;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_SCHED_NAME;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_STATS;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_STATS64;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_SVC_ATTR_TIMEOUT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_SVC_F_ONEPACKET;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_SVC_F_PERSISTENT;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_SVC_F_SCHED1;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_SVC_F_SCHED2;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_SVC_F_SCHED3;

import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.Statistics;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.AttributeWriter;
import dev.lvs.agent.netlink.MalformedReplyException;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import java.util.EnumSet;
import java.util.Set;

/**
 * A virtual server as {@code IPVS_CMD_ATTR_SERVICE} carries it: written from records, and read into
 * this entry, which is reused for the next one ({@code ip_vs_genl_fill_service},
 * net/netfilter/ipvs/ip_vs_ctl.c).
 */
public final class ServiceEntry {
  /** All bits of {@code ip_vs_flags.mask}: what is not set is to be cleared. */
  private static final long EVERY_FLAG = 0xffff_ffffL;

  /** The bits that {@link ServiceFlag} has words for. */
  private static final long EVERY_KNOWN_FLAG = bits(EnumSet.allOf(ServiceFlag.class));

  private AddressFamily family = AddressFamily.IPV4;
  private int protocol;
  private long high;
  private long low;
  private int port;
  private long mark;
  private String scheduler = "";
  private int flags;
  private long timeout;
  private int netmask;
  private int prefixLength;
  private String persistenceEngine = "";
  private final StatisticsEntry statistics = new StatisticsEntry();

  /** Writes the nest with what identifies a virtual server. */
  public static void write(AttributeWriter writer, ServiceKey key) {
    writer.repeat(key, ServiceEntry::writeNest);
  }

  private static void writeNest(AttributeWriter writer, ServiceKey key) {
    writeKey(writer.begin(IPVS_CMD_ATTR_SERVICE), key);
    writer.end();
  }

  /** Writes the nest with everything that NEW_SERVICE and SET_SERVICE ask for. */
  public static void write(AttributeWriter writer, ServiceKey key, ServiceSettings settings) {
    writeKey(writer.begin(IPVS_CMD_ATTR_SERVICE), key);
    writer
        .string(IPVS_SVC_ATTR_SCHED_NAME, settings.scheduler())
        .u32s(IPVS_SVC_ATTR_FLAGS, bits(settings.flags()), EVERY_FLAG)
        .u32(IPVS_SVC_ATTR_TIMEOUT, settings.timeoutSeconds());
    switch (key.family()) {
      case IPV4 -> writer.be32(IPVS_SVC_ATTR_NETMASK, Integer.toUnsignedLong(settings.netmask()));
      case IPV6 -> writer.u32(IPVS_SVC_ATTR_NETMASK, settings.netmask());
    }
    if (!settings.persistenceEngine().isEmpty()) {
      writer.string(IPVS_SVC_ATTR_PE_NAME, settings.persistenceEngine());
    }
    writer.end();
  }

  private static void writeKey(AttributeWriter writer, ServiceKey key) {
    writer.u16(IPVS_SVC_ATTR_AF, NfInetAddr.number(key.family()));
    switch (key) {
      case AddressKey address -> {
        writer.u16(IPVS_SVC_ATTR_PROTOCOL, address.protocol().number());
        NfInetAddr.write(writer, IPVS_SVC_ATTR_ADDR, address.address());
        writer.be16(IPVS_SVC_ATTR_PORT, address.port());
      }
      case MarkKey mark -> writer.u32(IPVS_SVC_ATTR_FWMARK, mark.mark());
    }
  }

  /**
   * Reads a reply of the family, from its header on, in place of what this entry held.
   *
   * @return false when the reply is about something else than a virtual server
   */
  public boolean read(AttributeReader reply) {
    reply.fixedU32();
    while (reply.next()) {
      if (reply.type() == IPVS_CMD_ATTR_SERVICE) {
        clear();
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
      case IPVS_SVC_ATTR_AF -> family = NfInetAddr.family(reader.u16());
      case IPVS_SVC_ATTR_PROTOCOL -> protocol = reader.u16();
      case IPVS_SVC_ATTR_ADDR -> {
        high = NfInetAddr.high(reader);
        low = NfInetAddr.low(reader);
      }
      case IPVS_SVC_ATTR_PORT -> port = reader.be16();
      case IPVS_SVC_ATTR_FWMARK -> mark = reader.u32();
      case IPVS_SVC_ATTR_SCHED_NAME -> scheduler = reader.string();
      case IPVS_SVC_ATTR_FLAGS -> flags = (int) reader.u32At(0);
      case IPVS_SVC_ATTR_TIMEOUT -> timeout = reader.u32();
      case IPVS_SVC_ATTR_NETMASK -> {
        netmask = (int) reader.be32();
        prefixLength = reader.s32();
      }
      case IPVS_SVC_ATTR_PE_NAME -> persistenceEngine = reader.string();
      case IPVS_SVC_ATTR_STATS -> statistics.read(reader, false);
      case IPVS_SVC_ATTR_STATS64 -> statistics.read(reader, true);
      default -> {}
    }
  }

  private void clear() {
    protocol = 0;
    high = 0;
    low = 0;
    port = 0;
    mark = 0;
    scheduler = "";
    flags = 0;
    timeout = 0;
    netmask = 0;
    prefixLength = 0;
    persistenceEngine = "";
    statistics.clear();
  }

  /** The virtual server's identity. */
  public ServiceKey key() {
    // for a mark the kernel keeps TCP and zeroes besides, which mean nothing
    return mark != 0
        ? new MarkKey(family, mark)
        : new AddressKey(Protocol.of(protocol), NfInetAddr.address(family, high, low), port);
  }

  /** Its settings, without the flags that are the kernel's own. */
  public ServiceSettings settings() {
    if (timeout > Integer.MAX_VALUE) {
      throw new MalformedReplyException("IPVS answers with a persistence timeout of " + timeout);
    }
    return new ServiceSettings(
        scheduler, flags(flags), (int) timeout, granularity(), persistenceEngine);
  }

  private int granularity() {
    return switch (family) {
      case IPV4 -> netmask;
      case IPV6 -> prefixLength;
    };
  }

  /** Returns whether {@link #key} would be this one; allocates nothing. */
  public boolean is(ServiceKey key) {
    return switch (key) {
      case MarkKey(var ofFamily, var value) -> value == mark && ofFamily == family;
      case AddressKey(var number, var address, var ofPort) ->
          mark == 0
              && ofPort == port
              && number.number() == protocol
              && NfInetAddr.is(address, family, high, low);
    };
  }

  /** Returns whether {@link #settings} would be these. */
  public boolean has(ServiceSettings settings) {
    return settings.timeoutSeconds() == timeout
        && settings.netmask() == granularity()
        && bits(settings.flags()) == (flags & EVERY_KNOWN_FLAG)
        && settings.scheduler().equals(scheduler)
        && settings.persistenceEngine().equals(persistenceEngine);
  }

  /** Its counters. */
  public Statistics statistics() {
    return statistics.toStatistics();
  }

  private static long bits(Set<ServiceFlag> flags) {
    int bits = 0;
    for (ServiceFlag flag : flags) {
      bits |= bit(flag);
    }
    return bits;
  }

  private static Set<ServiceFlag> flags(int bits) {
    Set<ServiceFlag> flags = EnumSet.noneOf(ServiceFlag.class);
    for (ServiceFlag flag : ServiceFlag.values()) {
      if ((bits & bit(flag)) != 0) {
        flags.add(flag);
      }
    }
    return flags;
  }

  private static int bit(ServiceFlag flag) {
    return switch (flag) {
      case PERSISTENT -> IP_VS_SVC_F_PERSISTENT;
      case ONE_PACKET -> IP_VS_SVC_F_ONEPACKET;
      case SCHED_1 -> IP_VS_SVC_F_SCHED1;
      case SCHED_2 -> IP_VS_SVC_F_SCHED2;
      case SCHED_3 -> IP_VS_SVC_F_SCHED3;
    };
  }
}
