package dev.lvs.tool.convert.ldirectord;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.model.ipvs.VirtualServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.convert.read.ServerChecks;
import dev.lvs.tool.convert.read.ServerPlaces;
import dev.lvs.tool.convert.read.ServiceBlock;
import dev.lvs.tool.saved.NameFiles;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one section into the IPVS entries that ldirectord would set by ipvsadm. */
final class SectionReader {
  private static final String DEFAULT_SCHEDULER = "wrr";
  private static final int LONGEST_PERSISTENCE = 31 * 86_400;

  private static final Pattern MARK = Pattern.compile("[0-9]+");

  private final Section section;
  private final List<Directive> globals;
  private final Notices notices;
  private final LdirectordRefusals refusals;
  private final AddressFamily family;
  private final HostPorts hosts;
  private final ServerPlaces places = new ServerPlaces();
  private final ServerChecks checks = new ServerChecks();

  /**
   * The port of each real server as the kernel keeps it, by which ldirectord finds those that are
   * there.
   */
  private final Map<DestinationKey, Integer> ports = new HashMap<>();

  private SectionReader(
      Section section,
      List<Directive> globals,
      NameFiles names,
      LdirectordRefusals refusals,
      Notices notices) {
    this.section = section;
    this.globals = globals;
    this.notices = notices;
    this.refusals = refusals;
    this.family = section.isIpv6() ? AddressFamily.IPV6 : AddressFamily.IPV4;
    this.hosts = new HostPorts(family, section.protocol(), names);
  }

  /** The virtual server of a section; none where it has no address or mark. */
  static Optional<ServiceBlock> read(
      Section section,
      List<Directive> globals,
      NameFiles names,
      LdirectordRefusals refusals,
      Notices notices) {
    return new SectionReader(section, globals, names, refusals, notices).read();
  }

  private Optional<ServiceBlock> read() {
    Origin origin = section.virtual().origin();
    for (Directive directive : section.directives()) {
      Directives.tell(directive, notices);
    }
    ServiceKey key;
    try {
      key = key();
    } catch (IllegalArgumentException e) {
      refusals.leftOut(origin, e);
      return Optional.empty();
    }
    FailureHandling check = new FailureHandling(section, globals, key, notices);
    Map<DestinationKey, DestinationSettings> destinations = destinations(key, check);
    List<String> remarks = new ArrayList<>(check.remarks());
    if (check.isOff()) {
      turnOff(check, destinations, remarks);
    }
    List<Addition> additions = new ArrayList<>();
    if (checks.isAny()) {
      additions.add(check.onFailure());
    }
    Fallback.of(section, globals, hosts, refusals, notices)
        .flatMap(one -> one.beside(destinations, key, notices))
        .ifPresent(additions::add);
    VirtualServer server = new VirtualServer(key, settings(key), destinations);
    String name = section.last("servicename").map(Directive::unquoted).orElse("");
    return Optional.of(
        new ServiceBlock(name, origin, List.of(server), places, checks, additions, remarks));
  }

  /** With this, ldirectord takes all real servers out when it starts, and never puts them in. */
  private void turnOff(
      FailureHandling check,
      Map<DestinationKey, DestinationSettings> destinations,
      List<String> remarks) {
    String left;
    if (check.isQuiescent()) {
      destinations.replaceAll(
          (_, its) ->
              new DestinationSettings(its.method(), 0, its.upperThreshold(), its.lowerThreshold()));
      left = "have weight 0";
    } else {
      destinations.clear();
      section.all(directive()).forEach(line -> remarks.add(line.name() + " = " + line.value()));
      left = "are left out";
    }
    section
        .last("checktype")
        .ifPresent(
            line ->
                notices.aside(
                    line.origin(),
                    "its real servers %s, as ldirectord puts none of them in force with it; it was the way to take all out by hand, for which a RealServer has spec.maintenance."
                        .formatted(left)));
  }

  private String directive() {
    return family == AddressFamily.IPV6 ? "real6" : "real";
  }

  private ServiceKey key() {
    String text = section.virtual().value();
    Matcher place = Section.PLACE.matcher(text);
    if (!place.lookingAt()) {
      Matcher mark = MARK.matcher(text);
      if (!mark.lookingAt()) {
        throw new NotStarting("It is neither an address with a port nor a mark.");
      }
      if (!mark.group().equals(text.strip())) {
        notices.aside(
            section.virtual().origin(),
            "it has no port, so it is taken for firewall mark %s, as ldirectord does."
                .formatted(mark.group()));
      }
      return Optional.of(mark.group())
          .filter(digits -> digits.length() <= 10)
          .map(Long::parseLong)
          .filter(number -> number >= 1 && number <= 0xffff_ffffL)
          .map(number -> new MarkKey(family, number))
          .orElseThrow(() -> new IllegalArgumentException("A firewall mark is 1 to 4294967295."));
    }
    HostPort found = hosts.parse(place.group(), List.of(hosts.protocol()));
    int port = found.port().orElseThrow(() -> new IllegalArgumentException("There is no port."));
    String said =
        section.last("protocol").map(line -> line.first("\\w+").orElse(line.value())).orElse("");
    if (!said.isEmpty() && !said.equals("tcp") && !said.equals("udp")) {
      throw new IllegalArgumentException("Protocol '%s' is none of tcp and udp.".formatted(said));
    }
    return new AddressKey(hosts.protocol(), found.address(), port);
  }

  private static int port(ServiceKey key) {
    return switch (key) {
      case AddressKey address -> address.port();
      case MarkKey _ -> 0;
    };
  }

  private ServiceSettings settings(ServiceKey key) {
    Set<ServiceFlag> flags = EnumSet.noneOf(ServiceFlag.class);
    String scheduler =
        section
            .last("scheduler")
            .map(line -> line.first("[a-z]+").orElse(line.value()))
            .orElse(DEFAULT_SCHEDULER);
    boolean udp = key instanceof AddressKey address && address.protocol().equals(Protocol.UDP);
    section
        .last("ops")
        .filter(line -> line.value().equals("yes"))
        .ifPresent(
            line -> {
              if (udp) {
                flags.add(ServiceFlag.ONE_PACKET);
              } else {
                notices.aside(line.origin(), "passed over, as ldirectord does: it needs UDP.");
              }
            });
    section.last("schedflags").ifPresent(line -> flags(line, flags));
    Optional<Integer> persistence =
        section.last("persistent").flatMap(line -> persistence(line)).map(Long::intValue);
    persistence.ifPresent(_ -> flags.add(ServiceFlag.PERSISTENT));
    int whole = family == AddressFamily.IPV4 ? -1 : family.bits();
    return new ServiceSettings(
        scheduler,
        flags,
        persistence.orElse(0),
        persistence.isPresent() ? netmask(whole) : whole,
        "");
  }

  private Optional<Long> persistence(Directive line) {
    Optional<Long> seconds =
        line.first("[0-9]+")
            .filter(digits -> digits.length() < 10)
            .map(Long::parseLong)
            .filter(number -> number >= 1 && number <= LONGEST_PERSISTENCE);
    if (seconds.isEmpty()) {
      notices.table(line.origin(), "left out: it is not 1 to 2678400 seconds.");
    }
    return seconds;
  }

  private void flags(Directive line, Set<ServiceFlag> flags) {
    for (String flag : line.first("\\S+").orElse("").split(",", -1)) {
      switch (flag) {
        case "sh-fallback", "mh-fallback", "flag-1" -> flags.add(ServiceFlag.SCHED_1);
        case "sh-port", "mh-port", "flag-2" -> flags.add(ServiceFlag.SCHED_2);
        case "flag-3" -> flags.add(ServiceFlag.SCHED_3);
        default ->
            notices.table(line.origin(), "'%s' is no flag and was left out.".formatted(flag));
      }
    }
  }

  private int netmask(int whole) {
    Optional<Directive> line = section.last("netmask");
    if (line.isEmpty()) {
      return whole;
    }
    Optional<Integer> mask = Optional.empty();
    try {
      mask =
          family == AddressFamily.IPV6
              ? line.get().number(1, 128).map(Long::intValue)
              : Optional.of((int) hosts.address(line.get().value()).low());
    } catch (IllegalArgumentException _) {
      // told below
    }
    if (mask.isEmpty()) {
      notices.table(line.get().origin(), "left out: it is no mask of that family.");
    }
    return mask.orElse(whole);
  }

  private Map<DestinationKey, DestinationSettings> destinations(
      ServiceKey key, FailureHandling check) {
    Map<DestinationKey, DestinationSettings> destinations = new LinkedHashMap<>();
    String directive = directive();
    String other = family == AddressFamily.IPV6 ? "real" : "real6";
    section
        .all(other)
        .forEach(line -> notices.table(line.origin(), "left out: write " + directive + " here."));
    for (Directive line : section.all(directive)) {
      try {
        add(RealLine.parse(line.value(), hosts), line, check, key, destinations);
      } catch (IllegalArgumentException e) {
        refusals.leftOut(line.origin(), e);
      }
    }
    return destinations;
  }

  private void add(
      RealLine real,
      Directive line,
      FailureHandling check,
      ServiceKey key,
      Map<DestinationKey, DestinationSettings> destinations) {
    int servicePort = port(key);
    boolean mapped = real.method() instanceof Masquerade && real.port() != 0;
    if (!mapped && real.port() != 0 && real.port() != servicePort) {
      notices.aside(
          line.origin(), "its port is passed over: gate and ipip keep that of the virtual server.");
    }
    DestinationSettings settings =
        new DestinationSettings(
            real.method(), real.weight(), real.upperThreshold(), real.lowerThreshold());
    int kept =
        key instanceof AddressKey && !(real.method() instanceof Masquerade)
            ? servicePort
            : real.port();
    for (IpAddress address : real.addresses()) {
      DestinationKey destination = new DestinationKey(address, mapped ? real.port() : servicePort);
      Optional<Integer> before = Optional.ofNullable(ports.get(destination));
      if (before.isEmpty() || before.get() == real.port()) {
        if (destinations.put(destination, settings) != null) {
          notices.aside(
              line.origin(), "%s is there already; the later counts.".formatted(destination));
        }
        ports.put(destination, kept);
        places.put(destination, line.origin());
        checks.put(
            destination,
            check.of(real, address, destination.port(), line.origin()).stream().toList());
      } else if (before.get() == kept) {
        notices.aside(
            line.origin(),
            "left out, as ipvsadm refuses it: %s is there already.".formatted(destination));
      } else {
        notices.table(
            line.origin(),
            "left out: %s is there already, but for its port, which makes no difference."
                .formatted(destination));
      }
    }
  }
}
