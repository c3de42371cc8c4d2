package dev.lvs.tool.convert.keepalived;

import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.ipvs.Protocol;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.ServerPlaces;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code virtual_server} as it is written, evaluated from top to bottom: {@code sh-port} counts
 * only after {@code lvs_sched sh}, and a later keyword replaces an earlier one.
 */
final class VirtualServerBlock {
  /** {@code IPVS_SVC_PERSISTENT_TIMEOUT}. */
  static final int DEFAULT_PERSISTENCE = 360;

  private static final int LONGEST_PERSISTENCE = 31 * 86_400;
  private static final int LONGEST_ENGINE = 15;

  private static final Set<String> SCHEDULERS =
      Set.of(
          "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "sh", "mh", "dh", "fo", "ovf", "sed", "nq",
          "twos");

  final Origin origin;
  final Set<ServiceFlag> flags = EnumSet.noneOf(ServiceFlag.class);
  final List<RealServerBlock> servers = new ArrayList<>();
  final ServerPlaces places = new ServerPlaces();
  final Map<String, Statement> checkSettings = new HashMap<>();

  /** The blocks {@code track_file} of the configuration, by name. */
  final Map<String, Statement> trackedFiles;

  /** {@code sorry_server}, {@code quorum} and the like: what stands around the table. */
  final Map<String, Statement> around = new HashMap<>();

  Optional<AddressFamily> family;
  String scheduler = "";
  Optional<ForwardingMethod> method = Optional.empty();
  Optional<ForwardingMethod> sorryMethod = Optional.empty();
  int persistence;
  String engine = "";
  Optional<Integer> netmask = Optional.empty();
  Optional<Protocol> protocol = Optional.empty();
  long weight = 1;

  final boolean grouped;
  private final Notices notices;

  private VirtualServerBlock(
      Statement statement,
      Optional<AddressFamily> family,
      Map<String, Statement> trackedFiles,
      Notices notices) {
    this.trackedFiles = Map.copyOf(trackedFiles);
    this.origin = statement.origin();
    this.grouped = statement.value(1).equals(Optional.of("group"));
    this.family = family;
    this.notices = notices;
  }

  /**
   * Reads a block.
   *
   * @param family of its address, where it has one
   * @param trackedFiles the blocks {@code track_file} of the configuration, by name
   */
  static VirtualServerBlock read(
      Statement statement,
      Optional<AddressFamily> family,
      Map<String, Statement> trackedFiles,
      Notices notices) {
    VirtualServerBlock block = new VirtualServerBlock(statement, family, trackedFiles, notices);
    statement.inside().forEach(block::read);
    return block;
  }

  private void read(Statement line) {
    Origin at = line.in(origin);
    if (MissingValues.isOne(line, MissingValues.OF_VIRTUAL_SERVERS, at, notices)) {
      return;
    }
    switch (line.keyword()) {
      case "lvs_sched", "lb_algo" -> scheduler(line, at);
      case "lvs_method", "lb_kind" -> method = LvsMethod.read(line, method, at, notices);
      case "ops" -> flags.add(ServiceFlag.ONE_PACKET);
      case "flag-1" -> flags.add(ServiceFlag.SCHED_1);
      case "flag-2" -> flags.add(ServiceFlag.SCHED_2);
      case "flag-3" -> flags.add(ServiceFlag.SCHED_3);
      case "sh-fallback", "sh-port", "mh-fallback", "mh-port" -> named(line, at);
      case "persistence_timeout" -> persistence(line, at);
      case "persistence_engine" ->
          engine = line.value(1).map(VirtualServerBlock::shortened).orElse("");
      case "persistence_granularity" -> granularity(line, at);
      case "protocol" -> protocol(line, at);
      case "ip_family" -> family(line, at);
      case "weight" -> {
        Values.rest(line.value(1)).ifPresent(text -> notices.aside(at, text));
        weight = Values.begun(line.value(1), 1, Integer.MAX_VALUE).orElse(weight);
      }
      case "real_server" ->
          RealServerBlock.read(line, origin, method, notices).ifPresent(this::add);
      case "sorry_server",
          "sorry_server_inhibit",
          "sorry_server_lvs_method",
          "quorum",
          "hysteresis",
          "inhibit_on_failure" ->
          around(line, at);
      default -> {
        if (RealServerBlock.CHECK_SETTINGS.contains(line.keyword())) {
          checkSettings.put(line.keyword(), line);
        } else {
          Keywords.tell(line, at, true, notices);
        }
      }
    }
  }

  private void around(Statement line, Origin at) {
    boolean ofSorryServer = line.keyword().startsWith("sorry_server_");
    if (ofSorryServer && !around.containsKey("sorry_server")) {
      notices.aside(at, "passed over, as keepalived does: there is no sorry server before it.");
      return;
    }
    if (line.keyword().equals("sorry_server_lvs_method")) {
      sorryMethod = LvsMethod.read(line, sorryMethod, at, notices);
    }
    around.put(line.keyword(), line);
  }

  private void scheduler(Statement line, Origin at) {
    String name = line.value(1).orElse("");
    if (SCHEDULERS.contains(name)) {
      scheduler = name;
    } else {
      notices.aside(
          at, "'%s' is no scheduler; it was passed over, as keepalived does.".formatted(name));
    }
  }

  private void named(Statement line, Origin at) {
    String owner = line.keyword().substring(0, 2);
    if (!scheduler.equals(owner)) {
      notices.aside(
          at,
          "passed over, as keepalived does: it counts only below lvs_sched %s.".formatted(owner));
      return;
    }
    flags.add(line.keyword().endsWith("port") ? ServiceFlag.SCHED_2 : ServiceFlag.SCHED_1);
  }

  private void persistence(Statement line, Origin at) {
    if (line.value(1).isEmpty()) {
      persistence = DEFAULT_PERSISTENCE;
      return;
    }
    Values.number(line.value(1), 1, LONGEST_PERSISTENCE)
        .ifPresentOrElse(
            number -> persistence = number.intValue(),
            () ->
                notices.aside(
                    at, "it is not 1 to 2678400 seconds and was passed over, as keepalived does."));
  }

  private void granularity(Statement line, Origin at) {
    String text = line.value(1).orElse("");
    AddressFamily of = family.orElse(text.contains(".") ? AddressFamily.IPV4 : AddressFamily.IPV6);
    Optional<Integer> mask =
        switch (of) {
          case IPV4 -> Values.mask(line.value(1));
          case IPV6 -> Values.number(line.value(1), 1, 128).map(Long::intValue);
        };
    if (mask.isEmpty()) {
      notices.aside(at, "it is no mask of that family and was passed over, as keepalived does.");
      return;
    }
    if (grouped) {
      notices.aside(at, "passed over, as keepalived does: it forgets it where there is a group.");
    } else {
      netmask = mask;
    }
    family = Optional.of(of);
    if (persistence == 0) {
      persistence = DEFAULT_PERSISTENCE;
    }
  }

  private void protocol(Statement line, Origin at) {
    switch (line.value(1).orElse("").toUpperCase(Locale.ROOT)) {
      case "TCP" -> protocol = Optional.of(Protocol.TCP);
      case "UDP" -> protocol = Optional.of(Protocol.UDP);
      case "SCTP" -> protocol = Optional.of(Protocol.SCTP);
      default -> notices.aside(at, "it is none of TCP, UDP and SCTP and was passed over.");
    }
  }

  private void family(Statement line, Origin at) {
    Optional<AddressFamily> said = line.value(1).flatMap(GroupEntries::family);
    if (said.isEmpty() || (family.isPresent() && !family.equals(said))) {
      notices.aside(
          at, "it is not inet or inet6, or not that of the address, and was passed over.");
    } else {
      family = said;
    }
  }

  /** A real server of another family is passed over, unless it is reached through a tunnel. */
  private void add(RealServerBlock server) {
    boolean tunnelled = server.method.filter(ForwardingMethod.Tunnel.class::isInstance).isPresent();
    IpAddress address = server.address;
    if (!tunnelled) {
      if (family.isPresent() && family.get() != address.family()) {
        notices.aside(
            server.origin, "left out, as keepalived does: it is not of the family of the VIP.");
        return;
      }
      family = Optional.of(address.family());
    }
    servers.add(server);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_ENGINE ? name : name.substring(0, LONGEST_ENGINE);
  }
}
