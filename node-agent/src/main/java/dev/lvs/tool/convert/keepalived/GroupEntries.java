package dev.lvs.tool.convert.keepalived;

import dev.lvs.net.AddressFamily;
import dev.lvs.net.AddressRange;
import dev.lvs.net.IpAddress;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entries of a {@code virtual_server_group}: addresses, ranges of them, and marks. */
final class GroupEntries {
  /** Most addresses of one range. */
  private static final int MOST = 65_536;

  private static final Pattern DECIMAL = Pattern.compile("([0-9]{1,9})");
  private static final Pattern HEXADECIMAL = Pattern.compile("(?:0[xX])?([0-9A-Fa-f]{1,8})");

  private GroupEntries() {}

  /** Address or mark by which IPVS finds a virtual server. */
  sealed interface Entry {
    /**
     * An address and port.
     *
     * @param port 0 for every port
     */
    record Address(IpAddress address, int port) implements Entry {}

    /**
     * A mark.
     *
     * @param family where it is said
     */
    record Mark(long mark, Optional<AddressFamily> family) implements Entry {}
  }

  /** The entries of a group; a notice for each that is none. */
  static List<Entry> read(Statement group, Notices notices) {
    List<Entry> entries = new ArrayList<>();
    for (Statement line : group.inside()) {
      Origin origin = line.in(group.origin());
      if (line.keyword().equals("fwmark")) {
        mark(line)
            .ifPresentOrElse(
                entries::add,
                () ->
                    notices.table(
                        origin, "left out: it is not a firewall mark from 1 to 4294967295."));
      } else {
        addresses(line, origin, entries, notices);
      }
    }
    if (isUndecided(entries)) {
      notices.aside(
          group.origin(),
          "left out, as keepalived does: in a group with addresses of both families a mark needs"
              + " inet or inet6 behind it.");
      return List.of();
    }
    return entries;
  }

  /** {@code vsg_handler} of keepalived's check_parser.c. */
  private static boolean isUndecided(List<Entry> entries) {
    boolean plainMark =
        entries.stream()
            .anyMatch(entry -> entry instanceof Entry.Mark(var _, var family) && family.isEmpty());
    return plainMark && families(entries).size() > 1;
  }

  /** The families that addresses have, and that are said of marks. */
  static Set<AddressFamily> families(List<Entry> entries) {
    Set<AddressFamily> families = EnumSet.noneOf(AddressFamily.class);
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Address(var address, var _) -> families.add(address.family());
        case Entry.Mark(var _, var family) -> family.ifPresent(families::add);
      }
    }
    return families;
  }

  private static Optional<Entry> mark(Statement line) {
    Optional<AddressFamily> family = line.value(2).flatMap(GroupEntries::family);
    if (line.value(2).isPresent() && family.isEmpty()) {
      return Optional.empty();
    }
    return Values.number(line.value(1), 1, 0xffff_ffffL).map(mark -> new Entry.Mark(mark, family));
  }

  /** {@code inet} or {@code inet6}. */
  static Optional<AddressFamily> family(String word) {
    return switch (word) {
      case "inet" -> Optional.of(AddressFamily.IPV4);
      case "inet6" -> Optional.of(AddressFamily.IPV6);
      default -> Optional.empty();
    };
  }

  private static void addresses(
      Statement line, Origin origin, List<Entry> entries, Notices notices) {
    Optional<Integer> port = Values.port(line.value(1));
    Optional<AddressRange> range = range(line.keyword());
    if (port.isEmpty() || range.isEmpty()) {
      notices.aside(
          origin,
          "left out, as keepalived does: it is not an address, range or network with a port.");
      return;
    }
    // a network with a mask too (alloc_vsge, check_data.c)
    if (crosses(range.get())) {
      notices.table(
          origin,
          "taken as it is written; keepalived itself programs other addresses for it, because it"
              + " counts up the last part of an address only. Compare with ipvsadm -Ln there.");
    }
    IpAddress address = range.get().first();
    for (int i = 0; ; i++) {
      if (i == MOST) {
        notices.table(origin, "the addresses after %s are left out: too many.".formatted(address));
        return;
      }
      entries.add(new Entry.Address(address, port.get()));
      if (address.equals(range.get().last())) {
        return;
      }
      address = next(address);
    }
  }

  /**
   * {@code 192.0.2.10}, {@code 192.0.2.10-20}, {@code 192.0.2.10-192.0.2.20}, {@code 192.0.2.8/29}.
   */
  private static Optional<AddressRange> range(String text) {
    int dash = text.indexOf('-');
    try {
      if (dash < 0) {
        return Optional.of(AddressRange.parse(text));
      }
      IpAddress first = IpAddress.parse(text.substring(0, dash));
      String last = text.substring(dash + 1);
      boolean whole = last.indexOf(first.family() == AddressFamily.IPV4 ? '.' : ':') >= 0;
      return whole
          ? Optional.of(new AddressRange(first, IpAddress.parse(last)))
          : Optional.of(new AddressRange(first, end(first, last)))
              .filter(range -> !range.first().equals(range.last()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /**
   * The address whose last part is a number, behind which keepalived passes over what is no digit
   * ({@code inet_stor}, lib/utils.c).
   */
  private static IpAddress end(IpAddress first, String text) {
    boolean four = first.family() == AddressFamily.IPV4;
    Matcher digits = (four ? DECIMAL : HEXADECIMAL).matcher(text);
    long number = digits.lookingAt() ? Long.parseLong(digits.group(1), four ? 10 : 16) : 0;
    if (number > lastPart(first.family())) {
      throw new IllegalArgumentException("the end of the range is too large");
    }
    return new IpAddress(
        first.family(), first.high(), (first.low() & ~lastPart(first.family())) | number);
  }

  /** Largest number in the last part of an address, the only one that keepalived counts up. */
  private static long lastPart(AddressFamily family) {
    return family == AddressFamily.IPV4 ? 0xff : 0xffff;
  }

  private static boolean crosses(AddressRange range) {
    long part = ~lastPart(range.first().family());
    return range.first().high() != range.last().high()
        || (range.first().low() & part) != (range.last().low() & part);
  }

  private static IpAddress next(IpAddress address) {
    long low = address.low() + 1;
    long high = low == 0 ? address.high() + 1 : address.high();
    return new IpAddress(address.family(), high, low);
  }
}
