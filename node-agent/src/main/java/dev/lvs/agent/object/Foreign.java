package dev.lvs.agent.object;

import dev.lvs.agent.model.Barrier;
import dev.lvs.agent.model.FilterChain;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.model.Vip;
import dev.lvs.agent.model.device.OwnDevice;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ProbeMarks;
import dev.lvs.ipvs.ServiceKey;
import java.util.Locale;
import java.util.Optional;

/** A foreign kernel object in conflict with the plan: it is left as it is. */
public sealed interface Foreign {

  /** Returns whether it keeps something of the plan from being carried out. */
  boolean isInTheWay();

  /** Returns what stands there, and what to do about it: full sentences for the user. */
  String message();

  /** Returns whether something of ours stays for its sake that nobody wants any more. */
  default boolean keepsOurs() {
    return this instanceof Remainder || (this instanceof Device && !isInTheWay());
  }

  /** A foreign virtual server that the plan wants too. */
  record Service(ServiceKey key) implements Foreign {
    @Override
    public boolean isInTheWay() {
      return true;
    }

    @Override
    public String message() {
      if (ProbeMarks.contain(key)) {
        return "Virtual server "
            + key
            + " stands in the kernel and was not put there by this agent, which keeps its mark for"
            + " probes. Delete it (ipvsadm -D).";
      }
      return "Virtual server "
          + key
          + " stands in the kernel and was not put there by this agent, or somebody"
          + " flushed it and wrote it anew, so it is left as it is, and"
          + " whoever asks for it gets what it has; its VIP is held for others only."
          + " Delete it (ipvsadm -D), or set adopt: true on the VirtualService.";
    }
  }

  /** A foreign destination in an owned virtual server. */
  record Destination(ServiceKey service, DestinationKey key, boolean isInTheWay)
      implements Foreign {
    @Override
    public String message() {
      return "Destination "
          + key
          + " of "
          + service
          + " was not put there by this agent, so it is left as it is"
          + (isInTheWay ? ", although the plan wants it otherwise. " : ". ")
          + "Delete it (ipvsadm -d), or make it part of the VirtualService.";
    }
  }

  /**
   * Share of the new connections of an owned virtual server that goes to foreign destinations in
   * it.
   *
   * @param example one of them
   * @param destinations how many there are
   * @param theirs their weights together, above 0
   * @param all the weights of all destinations together
   */
  record Share(ServiceKey service, DestinationKey example, int destinations, long theirs, long all)
      implements Foreign {
    @Override
    public boolean isInTheWay() {
      return true;
    }

    @Override
    public String message() {
      return theirs
          + " of "
          + all
          + " parts of the weight of "
          + service
          + " belong to "
          + (destinations == 1 ? "" : destinations + " destinations, e.g. ")
          + example
          + ", which this agent did not put there and therefore leaves: new connections go there."
          + " Delete what does not belong there (ipvsadm -d), or make it part of the"
          + " VirtualService; and see which program put it there, e.g. keepalived.";
    }
  }

  /** An owned virtual server that is no longer wanted and still has foreign destinations. */
  record Remainder(ServiceKey service, int destinations) implements Foreign {
    @Override
    public boolean isInTheWay() {
      return true;
    }

    @Override
    public String message() {
      return "Virtual server "
          + service
          + " is not wanted any more; it stays, because "
          + destinations
          + " of its destinations were not put there by this agent. Delete it (ipvsadm -D).";
    }
  }

  /** An address that the plan wants and that another program added. */
  record Address(Vip vip) implements Foreign {
    @Override
    public boolean isInTheWay() {
      return false;
    }

    @Override
    public String message() {
      return "Address "
          + vip.address()
          + " is on "
          + vip.device()
          + " and was not put there by this agent. It stays when the plan does not"
          + " want it any more.";
    }
  }

  /**
   * A forwarding switch of the node that is no longer wanted, on which other programs may rely by
   * now.
   *
   * @param path below /proc/sys
   * @param before its value before this agent set it
   * @param forwarder the object that relies on it, where one is seen
   */
  record Switch(String path, String present, String before, Optional<String> forwarder)
      implements Foreign {
    @Override
    public boolean isInTheWay() {
      return false;
    }

    @Override
    public String message() {
      String name = path.replace('/', '.');
      String start = "Sysctl " + name + ", which was " + before + ", stays " + present;
      String byHand = "sysctl -w " + name + "=" + before;
      return forwarder
          .map(
              seen ->
                  start
                      + ": "
                      + seen
                      + " forwards packets on this node, and was not put there by this agent. If it"
                      + " does not need that, put it back ("
                      + byHand
                      + ").")
          .orElse(
              start
                  + ", although no service needs it any more: others may rely on it by now. It is"
                  + " put back when this node is given up (lvs run --cleanup); to do so at once: "
                  + byHand
                  + ".");
    }
  }

  /**
   * A sysctl that the agent set, that is no longer wanted and that another program has set since.
   */
  record Setting(String path, String present) implements Foreign {
    @Override
    public boolean isInTheWay() {
      return false;
    }

    @Override
    public String message() {
      return "Sysctl "
          + path.replace('/', '.')
          + " is "
          + present
          + ", which somebody else set since this agent set it last, so it is left as it is.";
    }
  }

  /**
   * A timeout that the agent set, that is no longer wanted and that another program has set since.
   */
  record Lasting(Timeout timeout, int present) implements Foreign {
    @Override
    public boolean isInTheWay() {
      return false;
    }

    @Override
    public String message() {
      return "The timeout "
          + timeout
          + " is "
          + present
          + " s, which somebody else set since this agent set it last, so it is left as it is.";
    }
  }

  /** A chain of another program's firewall that drops by its policy or by a rule. */
  record Filter(Barrier barrier) implements Foreign {
    @Override
    public boolean isInTheWay() {
      return barrier.isClosed();
    }

    @Override
    public String message() {
      FilterChain chain = barrier.chain();
      return "Chain "
          + chain.title()
          + " (hook "
          + chain.hook().name().toLowerCase(Locale.ROOT)
          + ", priority "
          + chain.priority()
          + ") "
          + (!chain.isKnown()
              ? "cannot be read. "
              : chain.mayDrop()
                  ? "drops what none of its rules accepts. "
                  : "has a rule that drops packets of the plan. ")
          + barrier.packets()
          + (barrier.isClosed()
              ? ", and it has no rules: none of them pass. Let them pass, e.g. "
              : (chain.isKnown()
                      ? "; no rule of addresses, protocol and ports alone accepts all of them, and"
                          + " what the others accept is not known."
                      : "; whether it drops them is not known.")
                  + " If they get lost, let them pass, e.g. ")
          + barrier.remedy()
          + ".";
    }
  }

  /** A connection-sync daemon that another program started, of a state that the plan wants. */
  record Daemon(SyncDaemon daemon, boolean isInTheWay) implements Foreign {
    @Override
    public String message() {
      return "The connection-sync daemon that runs as "
          + daemon.state().text()
          + " on "
          + daemon.device()
          + " was not started by this agent, so it is left as it is"
          + (isInTheWay ? ", although the plan wants it otherwise." : ".")
          + " Stop it (ipvsadm --stop-daemon "
          + daemon.state().text()
          + ").";
    }
  }

  /** A foreign nftables table with the name of the agent's. */
  record Table() implements Foreign {
    @Override
    public boolean isInTheWay() {
      return true;
    }

    @Override
    public String message() {
      return "There is an nftables table inet "
          + PacketRules.TABLE
          + " that was not put there by this agent, so it is left as it is. Delete it (nft delete"
          + " table inet "
          + PacketRules.TABLE
          + ").";
    }
  }

  /** A tunnel device that has the name of one that the plan wants, or foreign addresses on it. */
  record Device(OwnDevice device, boolean isInTheWay) implements Foreign {
    @Override
    public String message() {
      return isInTheWay
          ? sentence(" is of another make than the plan wants it, and was not made by this agent.")
              + " Delete it (ip link del)."
          : sentence(
              " or an address on it was not put there by this agent, so it is left as it is.");
    }

    private String sentence(String rest) {
      String title = device.title();
      return Character.toUpperCase(title.charAt(0)) + title.substring(1) + rest;
    }
  }
}
