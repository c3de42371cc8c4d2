package dev.lvs.tool.saved;

import static dev.lvs.tool.saved.Option.FWMARK_SERVICE;
import static dev.lvs.tool.saved.Option.GATEWAYING;
import static dev.lvs.tool.saved.Option.IPIP;
import static dev.lvs.tool.saved.Option.IPV6;
import static dev.lvs.tool.saved.Option.L_THRESHOLD;
import static dev.lvs.tool.saved.Option.MASQUERADING;
import static dev.lvs.tool.saved.Option.MCAST_GROUP;
import static dev.lvs.tool.saved.Option.MCAST_INTERFACE;
import static dev.lvs.tool.saved.Option.MCAST_PORT;
import static dev.lvs.tool.saved.Option.MCAST_TTL;
import static dev.lvs.tool.saved.Option.NETMASK;
import static dev.lvs.tool.saved.Option.OPS;
import static dev.lvs.tool.saved.Option.PERSISTENCE_ENGINE;
import static dev.lvs.tool.saved.Option.PERSISTENT;
import static dev.lvs.tool.saved.Option.REAL_SERVER;
import static dev.lvs.tool.saved.Option.SCHEDULER;
import static dev.lvs.tool.saved.Option.SCHED_FLAGS;
import static dev.lvs.tool.saved.Option.SCTP_SERVICE;
import static dev.lvs.tool.saved.Option.SYNCID;
import static dev.lvs.tool.saved.Option.SYNC_MAXLEN;
import static dev.lvs.tool.saved.Option.TCP_SERVICE;
import static dev.lvs.tool.saved.Option.TUN_CSUM;
import static dev.lvs.tool.saved.Option.TUN_NOCSUM;
import static dev.lvs.tool.saved.Option.TUN_PORT;
import static dev.lvs.tool.saved.Option.TUN_REMCSUM;
import static dev.lvs.tool.saved.Option.TUN_TYPE;
import static dev.lvs.tool.saved.Option.UDP_SERVICE;
import static dev.lvs.tool.saved.Option.U_THRESHOLD;
import static dev.lvs.tool.saved.Option.WEIGHT;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Rules of ipvsadm: which options go with which command, and which exclude each other. */
final class Rules {
  /** The ways to name a virtual server. */
  static final List<Option> SERVICES =
      List.of(TCP_SERVICE, UDP_SERVICE, SCTP_SERVICE, FWMARK_SERVICE);

  static final List<Option> METHODS = List.of(GATEWAYING, IPIP, MASQUERADING);

  static final List<Option> CHECKSUMS = List.of(TUN_NOCSUM, TUN_CSUM, TUN_REMCSUM);

  private static final Set<Option> SERVICE =
      Set.of(TCP_SERVICE, UDP_SERVICE, SCTP_SERVICE, FWMARK_SERVICE, IPV6);

  private static final Set<Option> SERVICE_SETTINGS =
      with(SERVICE, SCHEDULER, SCHED_FLAGS, PERSISTENT, NETMASK, PERSISTENCE_ENGINE, OPS);

  private static final Set<Option> SERVER = with(SERVICE, REAL_SERVER);

  private static final Set<Option> SERVER_SETTINGS =
      with(
          SERVER,
          GATEWAYING,
          IPIP,
          MASQUERADING,
          TUN_TYPE,
          TUN_PORT,
          TUN_NOCSUM,
          TUN_CSUM,
          TUN_REMCSUM,
          WEIGHT,
          U_THRESHOLD,
          L_THRESHOLD);

  private static final Set<Option> DAEMON =
      Set.of(MCAST_INTERFACE, MCAST_GROUP, MCAST_PORT, MCAST_TTL, SYNCID, SYNC_MAXLEN);

  private Rules() {}

  /** The options that a command takes. */
  static Set<Option> of(Option command) {
    return switch (command) {
      case ADD_SERVICE, EDIT_SERVICE -> SERVICE_SETTINGS;
      case DELETE_SERVICE, ZERO -> SERVICE;
      case ADD_SERVER, EDIT_SERVER -> SERVER_SETTINGS;
      case DELETE_SERVER -> SERVER;
      case START_DAEMON -> DAEMON;
      case STOP_DAEMON -> Set.of(SYNCID);
      default -> Set.of();
    };
  }

  /** The only one of some options that is given, if any. */
  static List<Option> onlyOf(List<Option> group, Words words) throws IllegalLineException {
    List<Option> given = group.stream().filter(words::has).toList();
    if (given.size() > 1) {
      throw new IllegalLineException(
          given.get(0) + " and " + given.get(1) + " exclude each other.");
    }
    return given;
  }

  private static Set<Option> with(Set<Option> some, Option... more) {
    Set<Option> all = EnumSet.copyOf(some);
    Collections.addAll(all, more);
    return Collections.unmodifiableSet(all);
  }
}
