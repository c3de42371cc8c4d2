package dev.lvs.agent.fake;

import static dev.lvs.agent.netlink.Netlink.NLM_F_DUMP;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ATTR_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ATTR_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_DEL_DAEMON;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_DEL_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_DEL_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_FLUSH;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_CONFIG;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_DAEMON;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_INFO;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_GET_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_NEW_DAEMON;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_NEW_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_NEW_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_SET_CONFIG;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_SET_DEST;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_SET_INFO;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_SET_SERVICE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_CMD_ZERO;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_INFO_ATTR_CONN_TAB_SIZE;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IPVS_INFO_ATTR_VERSION;
import static dev.lvs.agent.netlink.ipvs.Ipvs.IP_VS_CONN_F_TUNNEL;

import dev.lvs.agent.fake.Reaction.Dump;
import dev.lvs.agent.fake.Reaction.Item;
import dev.lvs.agent.fake.Reaction.One;
import dev.lvs.agent.netlink.AttributeReader;
import dev.lvs.agent.netlink.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The family IPVS ({@code ip_vs_genl_ops}, net/netfilter/ipvs/ip_vs_ctl.c). */
final class FakeIpvs implements Subsystem {
  private final FakeRouting routing;
  private final FakeDaemons daemons;
  private final List<FakeService> services = new ArrayList<>();

  FakeIpvs(FakeRouting routing) {
    this.routing = routing;
    this.daemons = new FakeDaemons(routing);
  }

  @Override
  public boolean isCommand(int type, AttributeReader payload) {
    return switch (payload.fixedU8()) {
      case IPVS_CMD_GET_SERVICE,
          IPVS_CMD_GET_DEST,
          IPVS_CMD_GET_DAEMON,
          IPVS_CMD_GET_CONFIG,
          IPVS_CMD_GET_INFO ->
          false;
      default -> true;
    };
  }

  @Override
  public Reaction react(int type, int flags, AttributeReader payload) {
    int command = payload.fixedU8();
    payload.fixedU8();
    payload.fixedU16();
    Attributes said = Attributes.of(payload);
    boolean dump = (flags & NLM_F_DUMP) == NLM_F_DUMP;
    return switch (command) {
      case IPVS_CMD_GET_SERVICE -> dump ? dumpServices() : getService(said);
      case IPVS_CMD_GET_DEST -> dump ? dumpDestinations(said) : Reaction.refused(Errno.EOPNOTSUPP);
      case IPVS_CMD_GET_DAEMON -> dump ? daemons.dump() : Reaction.refused(Errno.EOPNOTSUPP);
      case IPVS_CMD_GET_CONFIG -> new One(item(IPVS_CMD_SET_CONFIG, daemons.timeouts()));
      case IPVS_CMD_GET_INFO -> new One(item(IPVS_CMD_SET_INFO, info()));
      case IPVS_CMD_SET_CONFIG -> daemons.setTimeouts(said);
      case IPVS_CMD_NEW_DAEMON -> daemons.add(said, hasMixedFamilies());
      case IPVS_CMD_DEL_DAEMON -> daemons.delete(said);
      case IPVS_CMD_ZERO ->
          said.has(IPVS_CMD_ATTR_SERVICE) ? onService(command, said) : Reaction.DONE;
      case IPVS_CMD_FLUSH -> {
        services.clear();
        yield Reaction.DONE;
      }
      case IPVS_CMD_NEW_SERVICE,
          IPVS_CMD_SET_SERVICE,
          IPVS_CMD_DEL_SERVICE,
          IPVS_CMD_NEW_DEST,
          IPVS_CMD_SET_DEST,
          IPVS_CMD_DEL_DEST ->
          onService(command, said);
      default -> Reaction.refused(Errno.EOPNOTSUPP);
    };
  }

  /** {@code ip_vs_genl_set_cmd}, whose order of checks decides which error is answered. */
  private Reaction onService(int command, Attributes said) {
    Optional<Attributes> nest = said.nest(IPVS_CMD_ATTR_SERVICE);
    Optional<FakeService> parsed = FakeService.parse(nest);
    if (parsed.isEmpty()) {
      return Reaction.refused(Errno.EINVAL);
    }
    if (!Address.isKnown(parsed.get().family())) {
      return Reaction.refused(Errno.EAFNOSUPPORT);
    }
    boolean full = command == IPVS_CMD_NEW_SERVICE || command == IPVS_CMD_SET_SERVICE;
    if (full && !FakeService.isFull(nest.get())) {
      return Reaction.refused(Errno.EINVAL);
    }
    Optional<FakeService> found = find(parsed.get());
    if (command == IPVS_CMD_NEW_SERVICE) {
      return found.isPresent() ? Reaction.refused(Errno.EEXIST) : add(parsed.get(), nest.get());
    }
    return found
        .map(service -> onExisting(command, service, nest.get(), said))
        .orElse(Reaction.refused(Errno.ESRCH));
  }

  private Reaction add(FakeService service, Attributes settings) {
    Optional<Errno> refusal = service.refusal(settings);
    if (refusal.isEmpty()) {
      service.update(settings);
      services.add(service);
    }
    return refusal.map(Reaction::refused).orElse(Reaction.DONE);
  }

  private Reaction onExisting(
      int command, FakeService service, Attributes settings, Attributes said) {
    return switch (command) {
      case IPVS_CMD_SET_SERVICE -> {
        Optional<Errno> refusal = service.refusal(settings);
        if (refusal.isEmpty()) {
          service.update(settings);
        }
        yield refusal.map(Reaction::refused).orElse(Reaction.DONE);
      }
      case IPVS_CMD_DEL_SERVICE -> {
        services.remove(service);
        yield Reaction.DONE;
      }
      case IPVS_CMD_ZERO -> Reaction.DONE;
      default -> onDestination(command, service, said);
    };
  }

  private Reaction onDestination(int command, FakeService service, Attributes said) {
    Optional<FakeDestination> parsed =
        FakeDestination.parse(
            said.nest(IPVS_CMD_ATTR_DEST), command != IPVS_CMD_DEL_DEST, service.family());
    if (parsed.isEmpty()) {
      return Reaction.refused(Errno.EINVAL);
    }
    FakeDestination wanted = parsed.get();
    Optional<FakeDestination> found = service.find(wanted);
    if (!Address.isKnown(wanted.family())) {
      return Reaction.refused(Errno.EAFNOSUPPORT);
    }
    if (command == IPVS_CMD_DEL_DEST) {
      found.ifPresent(service.destinations::remove);
      return found.isPresent() ? Reaction.DONE : Reaction.refused(Errno.ENOENT);
    }
    boolean mixed = wanted.family() != service.family();
    if (mixed && (wanted.method() != IP_VS_CONN_F_TUNNEL || daemons.isAnyRunning())) {
      return Reaction.refused(Errno.EINVAL);
    }
    Optional<Errno> refusal = wanted.refusal();
    if (refusal.isPresent()) {
      return Reaction.refused(refusal.get());
    }
    return command == IPVS_CMD_NEW_DEST ? add(service, wanted, found) : edit(wanted, found);
  }

  private Reaction add(
      FakeService service, FakeDestination wanted, Optional<FakeDestination> found) {
    if (found.isPresent()) {
      return Reaction.refused(Errno.EEXIST);
    }
    if (!routing.isUnicast(wanted.address().toIp(wanted.family()))) {
      return Reaction.refused(Errno.EINVAL);
    }
    service.destinations.addFirst(wanted);
    return Reaction.DONE;
  }

  private Reaction edit(FakeDestination wanted, Optional<FakeDestination> found) {
    found.ifPresent(destination -> destination.update(wanted));
    return found.isPresent() ? Reaction.DONE : Reaction.refused(Errno.ENOENT);
  }

  private boolean hasMixedFamilies() {
    return services.stream()
        .anyMatch(
            service ->
                service.destinations.stream().anyMatch(each -> each.family() != service.family()));
  }

  private Optional<FakeService> find(FakeService wanted) {
    return services.stream().filter(each -> each.is(wanted)).findFirst();
  }

  private Reaction getService(Attributes said) {
    Optional<FakeService> parsed = FakeService.parse(said.nest(IPVS_CMD_ATTR_SERVICE));
    if (parsed.isEmpty()) {
      return Reaction.refused(Errno.EINVAL);
    }
    return find(parsed.get())
        .<Reaction>map(service -> new One(item(service)))
        .orElse(Reaction.refused(Errno.ESRCH));
  }

  private Reaction dumpServices() {
    return new Dump(services.stream().map(FakeIpvs::item).toList());
  }

  /** For a virtual server that is not there the kernel answers like for an empty one. */
  private Reaction dumpDestinations(Attributes said) {
    return new Dump(
        FakeService.parse(said.nest(IPVS_CMD_ATTR_SERVICE)).flatMap(this::find).stream()
            .flatMap(service -> service.destinations.stream())
            .map(
                each ->
                    item(
                        IPVS_CMD_NEW_DEST,
                        new ReplyBytes().nest(IPVS_CMD_ATTR_DEST, each.toBytes())))
            .toList());
  }

  private static ReplyBytes info() {
    return new ReplyBytes()
        .u32(IPVS_INFO_ATTR_VERSION, 0x010201)
        .u32(IPVS_INFO_ATTR_CONN_TAB_SIZE, 4096);
  }

  private static Item item(FakeService service) {
    return item(
        IPVS_CMD_NEW_SERVICE, new ReplyBytes().nest(IPVS_CMD_ATTR_SERVICE, service.toBytes()));
  }

  static Item item(int command, ReplyBytes attributes) {
    ReplyBytes payload = new ReplyBytes().put8(command).put8(1).put16(0).raw(attributes.toArray());
    return new Item(FakeGeneric.IPVS_ID, payload);
  }
}
