package dev.lvs.tool.convert.ldirectord;

import dev.lvs.ipvs.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A {@code virtual} with the directives that are indented below it. */
record Section(Directive virtual, List<Directive> directives) {
  /** An address or a name with a port; what begins with a number otherwise is a firewall mark. */
  static final Pattern PLACE =
      Pattern.compile("(\\[[0-9A-Fa-f:]+]|[0-9A-Za-z._+-]+):[0-9A-Za-z_-]+");

  Section {
    directives = List.copyOf(directives);
  }

  /** The last directive of a name, which is the one that counts. */
  Optional<Directive> last(String name) {
    List<Directive> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  List<Directive> all(String name) {
    List<Directive> all = new ArrayList<>();
    directives.stream().filter(directive -> directive.name().equals(name)).forEach(all::add);
    return all;
  }

  boolean isMark() {
    return virtual.value().matches("(?s)[0-9].*") && !PLACE.matcher(virtual.value()).lookingAt();
  }

  boolean isIpv6() {
    return virtual.name().endsWith("6");
  }

  /** Port 53, by number or name, is UDP where nothing is said. */
  Protocol protocol() {
    boolean dns = virtual.value().matches("\\S+:(53|domain)(\\W.*)?");
    String said = last("protocol").flatMap(line -> line.first("\\w+")).orElse("");
    return said.equals("udp") || (said.isEmpty() && dns) ? Protocol.UDP : Protocol.TCP;
  }
}
