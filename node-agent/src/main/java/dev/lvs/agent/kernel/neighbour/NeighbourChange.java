package dev.lvs.agent.kernel.neighbour;

import dev.lvs.agent.model.Vip;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.ObjectKind;

/** A change of the neighbours' caches. */
public sealed interface NeighbourChange extends Change {
  /** Announces to the neighbours, unsolicited, that a VIP is at its device now. */
  record AnnounceVip(Vip vip) implements NeighbourChange {}

  @Override
  default ObjectKind<?> kind() {
    return Neighbours.KIND;
  }

  @Override
  default Object subject() {
    return switch (this) {
      case AnnounceVip(var vip) -> vip;
    };
  }

  @Override
  default String title() {
    return switch (this) {
      case AnnounceVip(var vip) -> "announce " + vip.address() + " on " + vip.device();
    };
  }

  @Override
  default String adminLine() {
    return switch (this) {
      case AnnounceVip(var vip) ->
          switch (vip.address().family()) {
            case IPV4 -> "arping -U -c 1 -I " + vip.device() + " " + vip.address();
            case IPV6 -> "ndsend " + vip.address() + " " + vip.device();
          };
    };
  }

  @Override
  default String suspects() {
    return "another node that announces the same address";
  }
}
