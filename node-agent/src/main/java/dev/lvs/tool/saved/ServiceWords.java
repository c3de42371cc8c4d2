package dev.lvs.tool.saved;

import static dev.lvs.tool.saved.IllegalLineException.quoted;

import dev.lvs.agent.model.ipvs.ServiceFlag;
import dev.lvs.agent.model.ipvs.ServiceSettings;
import dev.lvs.agent.netlink.ipvs.Ipvs;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.tool.saved.Places.Place;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Virtual server options of a line. */
final class ServiceWords {
  /** Scheduler that ipvsadm takes where none is given (DEF_SCHED). */
  private static final String DEFAULT_SCHEDULER = "wlc";

  /**
   * Timeout in seconds that ipvsadm takes for {@code -p} alone (IPVS_SVC_PERSISTENT_TIMEOUT),
   * though its manual says 300.
   */
  private static final int DEFAULT_TIMEOUT = 360;

  private static final Pattern MODULE =
      Pattern.compile("[A-Za-z0-9_-]{1," + Ipvs.MAX_SCHEDULER_NAME + "}");

  private static final long MARKS = 1L << Integer.SIZE;

  private ServiceWords() {}

  static ServiceKey key(Words words, Places places) throws IllegalLineException {
    List<Option> given = Rules.onlyOf(Rules.SERVICES, words);
    if (given.isEmpty()) {
      throw new IllegalLineException(
          "No virtual service is given: -t, -u or --sctp-service HOST:PORT, or -f MARK.");
    }
    Option option = given.getFirst();
    String value = words.value(option).orElse("");
    if (option == Option.FWMARK_SERVICE) {
      boolean six = words.has(Option.IPV6);
      return new MarkKey(six ? AddressFamily.IPV6 : AddressFamily.IPV4, mark(value));
    }
    if (words.has(Option.IPV6)) {
      throw new IllegalLineException("-6 is for firewall marks; an address says its family.");
    }
    Protocol protocol =
        switch (option) {
          case TCP_SERVICE -> Protocol.TCP;
          case UDP_SERVICE -> Protocol.UDP;
          default -> Protocol.SCTP;
        };
    Place place = places.read(option, value, protocol);
    return new AddressKey(protocol, place.address(), place.port().orElse(0));
  }

  static ServiceSettings settings(Words words, ServiceKey key) throws IllegalLineException {
    Set<ServiceFlag> flags = EnumSet.noneOf(ServiceFlag.class);
    String scheduler =
        module(Option.SCHEDULER, words.value(Option.SCHEDULER).orElse(DEFAULT_SCHEDULER));
    if (words.has(Option.PERSISTENT)) {
      flags.add(ServiceFlag.PERSISTENT);
    }
    if (words.has(Option.OPS)) {
      flags.add(ServiceFlag.ONE_PACKET);
    }
    for (String name : words.value(Option.SCHED_FLAGS).orElse("").split(",", -1)) {
      if (!name.isEmpty()) {
        flags.add(flag(name, scheduler));
      }
    }
    check(key, flags);
    String engine = words.value(Option.PERSISTENCE_ENGINE).orElse("");
    return new ServiceSettings(
        scheduler,
        flags,
        timeout(words),
        Netmasks.of(words, key.family()),
        engine.isEmpty() ? "" : module(Option.PERSISTENCE_ENGINE, engine));
  }

  private static void check(ServiceKey key, Set<ServiceFlag> flags) throws IllegalLineException {
    if (!(key instanceof AddressKey address)) {
      return;
    }
    if (address.port() == 0 && !flags.contains(ServiceFlag.PERSISTENT)) {
      throw new IllegalLineException(
          "A service of every port (port 0, or none) has to be persistent: give a port, or -p.");
    }
    if (flags.contains(ServiceFlag.ONE_PACKET) && !address.protocol().equals(Protocol.UDP)) {
      throw new IllegalLineException("-o is for UDP and firewall marks only.");
    }
  }

  private static int timeout(Words words) throws IllegalLineException {
    if (words.has(Option.PERSISTENT) && words.value(Option.PERSISTENT).isEmpty()) {
      return DEFAULT_TIMEOUT;
    }
    return (int) Numbers.of(words, Option.PERSISTENT, 0, Integer.MAX_VALUE, 0);
  }

  /** ipvsadm prints marks as signed numbers, though it does not read them back. */
  private static long mark(String text) throws IllegalLineException {
    long mark = Numbers.of(Option.FWMARK_SERVICE, text, Integer.MIN_VALUE, MARKS - 1);
    if (mark == 0) {
      throw new IllegalLineException("-f takes a mark from 1 to 4294967295; 0 is none.");
    }
    return mark < 0 ? mark + MARKS : mark;
  }

  private static ServiceFlag flag(String name, String scheduler) throws IllegalLineException {
    int dash = name.indexOf('-');
    String owner = dash < 0 ? "" : name.substring(0, dash);
    boolean named = owner.equals("sh") || owner.equals("mh");
    ServiceFlag flag =
        switch (named ? name.substring(dash + 1) : name) {
          case "fallback", "flag-1" -> ServiceFlag.SCHED_1;
          case "port", "flag-2" -> ServiceFlag.SCHED_2;
          case "flag-3" -> ServiceFlag.SCHED_3;
          default -> throw noFlag(name);
        };
    boolean plain = name.startsWith("flag-");
    if (named ? name.contains("flag-") : !plain) {
      throw noFlag(name);
    }
    if (named && !owner.equals(scheduler)) {
      throw new IllegalLineException(
          "-b " + name + " is for the scheduler " + owner + ", not for " + scheduler + ".");
    }
    return flag;
  }

  private static IllegalLineException noFlag(String name) {
    return new IllegalLineException(
        "-b knows sh-fallback, sh-port, mh-fallback, mh-port, flag-1, flag-2 and flag-3, not "
            + quoted(name)
            + ".");
  }

  private static String module(Option option, String name) throws IllegalLineException {
    if (!MODULE.matcher(name).matches()) {
      throw new IllegalLineException(
          option
              + " takes the kernel's name, at most "
              + Ipvs.MAX_SCHEDULER_NAME
              + " letters, digits, '-' and '_', not "
              + quoted(name)
              + ".");
    }
    return name;
  }
}
