package dev.lvs.tool.convert.ldirectord;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.api.v1alpha1.ForwardingMode;
import dev.lvs.api.v1alpha1.SorryServer;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.Protocol;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.ipvs.ServiceKey.AddressKey;
import dev.lvs.ipvs.ServiceKey.MarkKey;
import dev.lvs.net.AddressFamily;
import dev.lvs.tool.convert.read.Addition;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import dev.lvs.tool.saved.NameFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fallback server that ldirectord adds while no real server of a section is up. */
record Fallback(HostPort place, ForwardingMethod method, Origin origin) {
  /** That of the section, else of the file, which has none for firewall marks. */
  static Optional<Fallback> of(
      Section section,
      List<Directive> globals,
      HostPorts hosts,
      LdirectordRefusals refusals,
      Notices notices) {
    String name = section.isIpv6() ? "fallback6" : "fallback";
    Optional<Directive> line =
        section
            .last(name)
            .or(
                () ->
                    section.isMark()
                        ? Optional.empty()
                        : globals.reversed().stream()
                            .filter(one -> one.name().equals(name))
                            .findFirst());
    List<Protocol> protocols = section.isMark() ? List.of() : List.of(hosts.protocol());
    try {
      return line.map(one -> read(one, hosts, protocols));
    } catch (NotStarting e) {
      refusals.leftOut(line.orElseThrow().origin(), e);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      notices.aside(line.orElseThrow().origin(), "left out: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Says whether ldirectord starts with that of a file, which has to suit TCP and UDP. */
  static void check(Directive line, NameFiles names, LdirectordRefusals refusals) {
    AddressFamily family = line.name().endsWith("6") ? AddressFamily.IPV6 : AddressFamily.IPV4;
    for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
      try {
        read(line, new HostPorts(family, protocol, names), List.of(protocol));
      } catch (NotStarting e) {
        refusals.add(line.origin(), e);
      } catch (IllegalArgumentException _) {
        // ldirectord may know its name
      }
    }
  }

  private static Fallback read(Directive line, HostPorts hosts, List<Protocol> protocols) {
    String[] words = line.value().split("\\s+", 2);
    ForwardingMethod method =
        words.length < 2 ? new DirectRouting() : RealLine.method(words[1].strip());
    return new Fallback(hosts.parse(words[0], protocols), method, line.origin());
  }

  /**
   * The fallback beside real servers; where there are none it is always in force, and one of them.
   *
   * @return the field that says it
   */
  Optional<Addition> beside(
      Map<DestinationKey, DestinationSettings> destinations, ServiceKey key, Notices notices) {
    DestinationKey own = new DestinationKey(place.address(), port(key));
    if (destinations.isEmpty()) {
      notices.aside(
          origin, "there are no real servers, so it is always in force, and was taken for one.");
      destinations.put(own, new DestinationSettings(method, 1, 0, 0));
      return Optional.empty();
    }
    if (destinations.keySet().iterator().next().equals(own)) {
      notices.table(
          origin,
          "it is the first real server too, which ldirectord takes away with it; the manifests have"
              + " it.");
    }
    SorryServer sorry =
        new SorryServer(
            place.address().toString(),
            place.port().filter(port -> port != 0).orElse(null),
            method instanceof DirectRouting
                ? ForwardingMode.DR
                : method instanceof Masquerade ? ForwardingMode.NAT : ForwardingMode.TUN);
    return Optional.of(new Addition("sorryServer", sorry, origin));
  }

  private int port(ServiceKey key) {
    return switch (key) {
      case AddressKey address ->
          method instanceof Masquerade ? place.port().orElse(address.port()) : address.port();
      case MarkKey _ -> method instanceof Masquerade ? place.port().orElse(0) : 0;
    };
  }
}
