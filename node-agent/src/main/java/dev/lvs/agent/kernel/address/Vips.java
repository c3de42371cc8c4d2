package dev.lvs.agent.kernel.address;

import dev.lvs.agent.model.Vip;
import dev.lvs.agent.netlink.route.Link;
import dev.lvs.agent.object.KernelAccess;
import dev.lvs.agent.object.KernelPart;
import dev.lvs.agent.object.ObjectKind;
import dev.lvs.agent.object.Prerequisite;
import java.util.List;
import java.util.Set;

/** Host addresses. */
public final class Vips implements ObjectKind<Set<Vip>> {
  /** The one instance. */
  public static final Vips KIND = new Vips();

  private Vips() {}

  @Override
  public KernelPart<Set<Vip>> open(KernelAccess access) {
    return new Addresses(access);
  }

  @Override
  public List<Prerequisite> prerequisites(KernelAccess access) {
    return List.of(
        new HiddenVips(device -> access.links().find(device).map(Link::speaksArp).orElse(false)),
        new VipsHeld());
  }
}
