package dev.lvs.agent.situation;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.IpAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An order to drain a real server on this node, whatever the plan says of it ({@code lvs drain}).
 *
 * @param text the target as it was given, for people
 * @param timeout how long its connections may go on; empty for the time of each service, and for as
 *     long as they last where that has none
 */
public record DrainOrder(Target target, String text, Optional<Duration> timeout) {
  /** Target of an order: real servers by address, or by resource. */
  public sealed interface Target {
    /** Real servers at an address, at one port or at all. */
    record At(IpAddress address, OptionalInt port) implements Target {}

    /**
     * Real servers that a resource describes.
     *
     * @param namespace empty for any
     */
    record Named(Optional<String> namespace, String name) implements Target {}
  }

  /**
   * Returns whether it is about a destination.
   *
   * @param namespace of the resource that describes it; empty where none does
   * @param name of that resource
   */
  public boolean isAbout(DestinationKey key, Optional<String> namespace, Optional<String> name) {
    return switch (target) {
      case Target.At(var address, var port) ->
          key.address().equals(address) && (port.isEmpty() || port.getAsInt() == key.port());
      case Target.Named(var wanted, var of) ->
          name.filter(of::equals).isPresent() && (wanted.isEmpty() || wanted.equals(namespace));
    };
  }
}
