package dev.lvs.tool.convert.keepalived;

import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A {@code real_server} as it is written; settings that it omits are empty. */
final class RealServerBlock {
  private static final long MOST_WEIGHT = Integer.MAX_VALUE;

  /** Settings of checks that can stand at a virtual server, a real server and a check. */
  static final Set<String> CHECK_SETTINGS =
      Set.of(
          "alpha",
          "connect_timeout",
          "delay_before_retry",
          "delay_loop",
          "retry",
          "virtualhost",
          "warmup");

  /** The keywords of blocks that are health checks. */
  static final Set<String> CHECKS =
      Set.of(
          "HTTP_GET",
          "SSL_GET",
          "TCP_CHECK",
          "SMTP_CHECK",
          "DNS_CHECK",
          "MISC_CHECK",
          "BFD_CHECK",
          "PING_CHECK",
          "UDP_CHECK",
          "FILE_CHECK");

  private static final Set<String> NUMBERS = Set.of("weight", "uthreshold", "lthreshold");

  final Origin origin;
  final IpAddress address;
  final int port;
  final List<Statement> checks = new ArrayList<>();
  final Map<String, Statement> checkSettings = new HashMap<>();
  Optional<Long> weight = Optional.empty();
  Optional<ForwardingMethod> method;
  long upperThreshold;
  long lowerThreshold;
  Optional<Statement> inhibit = Optional.empty();

  /** Destinations that it is in the tables of its virtual servers. */
  final Set<DestinationKey> destinations = new LinkedHashSet<>();

  private final Notices notices;

  private RealServerBlock(
      Origin origin,
      IpAddress address,
      int port,
      Optional<ForwardingMethod> inherited,
      Notices notices) {
    this.origin = origin;
    this.address = address;
    this.port = port;
    this.method = inherited;
    this.notices = notices;
  }

  /**
   * Reads a block.
   *
   * @param inherited the method that the virtual server has so far
   * @return empty where it has no address; keepalived passes over it then
   */
  static Optional<RealServerBlock> read(
      Statement statement, Origin around, Optional<ForwardingMethod> inherited, Notices notices) {
    Origin origin = statement.in(around);
    Optional<IpAddress> address = Values.server(statement.value(1));
    Optional<Integer> port = Values.port(statement.value(2));
    if (address.isEmpty() || port.isEmpty()) {
      notices.aside(origin, "left out: it has no IP address, or a port that is none.");
      return Optional.empty();
    }
    Values.behind(statement.value(1)).ifPresent(text -> notices.aside(origin, text));
    Values.rest(statement.value(2)).ifPresent(text -> notices.aside(origin, text));
    RealServerBlock block =
        new RealServerBlock(origin, address.get(), port.get(), inherited, notices);
    statement.inside().forEach(block::read);
    return Optional.of(block);
  }

  boolean isInhibited() {
    return inhibit.isPresent() && Values.isOn(inhibit.get().value(1));
  }

  private void read(Statement line) {
    Origin at = line.in(origin);
    if (MissingValues.isOne(line, MissingValues.OF_REAL_SERVERS, at, notices)) {
      return;
    }
    if (NUMBERS.contains(line.keyword())) {
      Values.rest(line.value(1)).ifPresent(text -> notices.aside(at, text));
    }
    switch (line.keyword()) {
      case "weight" ->
          Values.begun(line.value(1), 0, MOST_WEIGHT)
              .ifPresentOrElse(
                  number -> weight = Optional.of(number),
                  () -> notices.aside(at, "the weight is none, so the default was taken."));
      case "lvs_method" -> method = LvsMethod.read(line, method, at, notices);
      case "uthreshold" -> upperThreshold = threshold(line, at);
      case "lthreshold" -> lowerThreshold = threshold(line, at);
      case "inhibit_on_failure" -> inhibit = Optional.of(line);
      default -> {
        if (CHECKS.contains(line.keyword())) {
          checks.add(line);
          MissingValues.tellInside(line, at, notices);
        } else if (CHECK_SETTINGS.contains(line.keyword())) {
          checkSettings.put(line.keyword(), line);
        } else {
          Keywords.tell(line, at, true, notices);
        }
      }
    }
  }

  private long threshold(Statement line, Origin at) {
    Optional<Long> number = Values.begun(line.value(1), 0, 0xffff_ffffL);
    if (number.isEmpty()) {
      notices.aside(at, "the threshold is none, so there is no limit.");
    }
    return number.orElse(0L);
  }
}
