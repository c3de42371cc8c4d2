package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.Netlink.NLM_F_CREATE;
import static dev.lvs.agent.netlink.Netlink.NLM_F_DUMP;
import static dev.lvs.agent.netlink.Netlink.NLM_F_EXCL;
import static dev.lvs.agent.netlink.Netlink.NLM_F_REPLACE;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_IFNAME;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_INFO_DATA;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_INFO_KIND;
import static dev.lvs.agent.netlink.route.Rtnetlink.IFLA_LINKINFO;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_DELADDR;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_DELLINK;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_DELROUTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_GETADDR;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_GETLINK;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_GETROUTE;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_NEWADDR;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_NEWLINK;
import static dev.lvs.agent.netlink.route.Rtnetlink.RTM_NEWROUTE;

import dev.lvs.agent.fake.Reaction.Dump;
import dev.lvs.agent.fake.Reaction.Item;
import dev.lvs.agent.fake.Reaction.One;
import dev.lvs.agent.fake.Reaction.Refused;
import dev.lvs.agent.model.device.DummyDevice;
import dev.lvs.agent.model.device.TunnelKind;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Errno;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Routing netlink: interfaces and addresses; routes are {@link FakeRoutes}. */
final class FakeRouting implements Subsystem {
  private final List<FakeLink> links = new ArrayList<>();
  private final List<FakeAddress> addresses = new ArrayList<>();
  private final FakeRoutes routes = new FakeRoutes(this);
  private final Set<String> missing = new HashSet<>();
  private int nextIndex = 2;

  FakeRouting() {
    links.add(FakeLink.loopback());
    addEthernet("eth0");
  }

  void removeKind(String kind) {
    missing.add(kind);
  }

  int addEthernet(String name) {
    FakeLink link = FakeLink.ethernet(nextIndex++, name);
    links.add(link);
    return link.index;
  }

  boolean hasLink(String name) {
    return link(name).isPresent();
  }

  boolean isLocal(IpAddress address) {
    return address.isLoopback()
        || addresses.stream().anyMatch(each -> each.address().equals(address));
  }

  /** Returns whether {@code inet_addr_type} calls it unicast or local. */
  boolean isUnicast(IpAddress address) {
    return !address.isMulticast() && !address.isUnspecified();
  }

  @Override
  public boolean isCommand(int type, AttributeReader payload) {
    return type != RTM_GETLINK && type != RTM_GETADDR && type != RTM_GETROUTE;
  }

  @Override
  public Reaction react(int type, int flags, AttributeReader payload) {
    return switch (type) {
      case RTM_GETLINK -> getLink(flags, payload);
      case RTM_NEWLINK -> newLink(flags, payload);
      case RTM_DELLINK -> deleteLink(payload);
      case RTM_GETADDR ->
          new Dump(addresses.stream().map(each -> new Item(RTM_NEWADDR, each.toBytes())).toList());
      case RTM_NEWADDR -> newAddress(flags, payload);
      case RTM_DELADDR -> deleteAddress(payload);
      case RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE -> routes.react(type, flags, payload);
      default -> Reaction.refused(Errno.EOPNOTSUPP);
    };
  }

  Optional<FakeLink> link(int index) {
    return links.stream().filter(link -> link.index == index).findFirst();
  }

  private Optional<FakeLink> link(String name) {
    return links.stream().filter(link -> link.name.equals(name)).findFirst();
  }

  private Reaction getLink(int flags, AttributeReader payload) {
    if ((flags & NLM_F_DUMP) == NLM_F_DUMP) {
      return new Dump(links.stream().map(link -> new Item(RTM_NEWLINK, link.toBytes())).toList());
    }
    LinkRequest request = LinkRequest.of(payload);
    return find(request)
        .<Reaction>map(link -> new One(new Item(RTM_NEWLINK, link.toBytes())))
        .orElse(Reaction.refused(Errno.ENODEV));
  }

  private Optional<FakeLink> find(LinkRequest request) {
    return request.index() > 0 ? link(request.index()) : link(request.said().string(IFLA_IFNAME));
  }

  /** {@code __rtnl_newlink}: changes what is there, or creates what is not. */
  private Reaction newLink(int flags, AttributeReader payload) {
    LinkRequest request = LinkRequest.of(payload);
    Optional<FakeLink> found = find(request);
    if (found.isPresent()) {
      if ((flags & NLM_F_EXCL) != 0) {
        return Reaction.refused(Errno.EEXIST);
      }
      found.get().setFlags(request.flags(), request.change());
      return Reaction.DONE;
    }
    if ((flags & NLM_F_CREATE) == 0) {
      return Reaction.refused(Errno.ENODEV);
    }
    String name = request.said().string(IFLA_IFNAME);
    Optional<Attributes> info = request.said().nest(IFLA_LINKINFO);
    String kind = info.map(attributes -> attributes.string(IFLA_INFO_KIND)).orElse("");
    Optional<TunnelKind> tunnel = TunnelKind.of(kind);
    if (missing.contains(kind) || (tunnel.isEmpty() && !kind.equals(DummyDevice.KIND))) {
      return new Refused(Errno.EOPNOTSUPP, "Unknown device type");
    }
    FakeLink link =
        tunnel
            .map(
                one ->
                    FakeLink.tunnel(
                        nextIndex++,
                        name,
                        one,
                        info.flatMap(said -> said.nest(IFLA_INFO_DATA)).orElse(Attributes.NONE)))
            .orElseGet(() -> FakeLink.dummy(nextIndex++, name));
    if (links.stream().anyMatch(link::takesTheSameAs)) {
      return Reaction.refused(Errno.EEXIST);
    }
    link.setFlags(request.flags(), request.change());
    links.add(link);
    return Reaction.DONE;
  }

  private Reaction deleteLink(AttributeReader payload) {
    Optional<FakeLink> found = find(LinkRequest.of(payload));
    if (found.isEmpty()) {
      return Reaction.refused(Errno.ENODEV);
    }
    FakeLink link = found.get();
    if (!link.isTunnel() && !link.isEthernet()) {
      return Reaction.refused(Errno.EOPNOTSUPP);
    }
    links.remove(link);
    addresses.removeIf(address -> address.link().index == link.index);
    routes.forget(link);
    return Reaction.DONE;
  }

  private Reaction newAddress(int flags, AttributeReader payload) {
    Optional<FakeAddress> parsed = address(payload);
    if (parsed.isEmpty()) {
      return new Refused(Errno.ENODEV, "ipv4: Device not found");
    }
    FakeAddress wanted = parsed.get();
    Optional<FakeAddress> found = addresses.stream().filter(each -> each.is(wanted)).findFirst();
    if (found.isPresent() && (flags & NLM_F_REPLACE) == 0) {
      return new Refused(Errno.EEXIST, "ipv4: Address already assigned");
    }
    found.ifPresent(addresses::remove);
    addresses.add(wanted);
    return Reaction.DONE;
  }

  private Reaction deleteAddress(AttributeReader payload) {
    boolean removed =
        address(payload).stream().anyMatch(wanted -> addresses.removeIf(each -> each.is(wanted)));
    return removed ? Reaction.DONE : new Refused(Errno.EADDRNOTAVAIL, "ipv4: Address not found");
  }

  /** Empty when there is no such interface. */
  private Optional<FakeAddress> address(AttributeReader payload) {
    int family = payload.fixedU8();
    int prefixLength = payload.fixedU8();
    payload.fixedU8();
    int scope = payload.fixedU8();
    Optional<FakeLink> link = link(payload.fixedS32());
    Attributes said = Attributes.of(payload);
    return link.map(each -> new FakeAddress(family, prefixLength, scope, each, said));
  }

  /** {@code struct ifinfomsg} and the attributes behind it. */
  private record LinkRequest(int index, int flags, int change, Attributes said) {
    static LinkRequest of(AttributeReader payload) {
      payload.fixedU32();
      return new LinkRequest(
          payload.fixedS32(), payload.fixedS32(), payload.fixedS32(), Attributes.of(payload));
    }
  }
}
