package dev.lvs.agent.drain;

import dev.lvs.agent.situation.DrainOrder.Target;
import dev.lvs.net.IpAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads whom to drain: {@code 198.51.100.21}, {@code 198.51.100.21:8080}, {@code 2001:db8::21},
 * {@code [2001:db8::21]:8080}, or the name of a RealServer, {@code web-1} or {@code shop/web-1}.
 */
public final class DrainTargets {
  private static final Pattern WITH_PORT =
      Pattern.compile("(?:\\[(?<six>[^\\]]+)]|(?<four>[0-9.]+)):(?<port>[0-9]{1,5})");
  private static final Pattern NAME =
      Pattern.compile(
          "(?:(?<namespace>[a-z0-9]([-a-z0-9]*[a-z0-9])?)/)?(?<name>[a-z0-9]([-a-z0-9.]*[a-z0-9])?)");
  private static final int MOST = 65535;

  private DrainTargets() {}

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static Target parse(String text) {
    Matcher place = WITH_PORT.matcher(text);
    if (place.matches()) {
      String address = place.group("six") == null ? place.group("four") : place.group("six");
      int port = Integer.parseInt(place.group("port"));
      Optional<IpAddress> its = IpAddress.read(address);
      if (its.isPresent() && port >= 1 && port <= MOST) {
        return new Target.At(its.get(), OptionalInt.of(port));
      }
    }
    Optional<IpAddress> address = IpAddress.read(text);
    if (address.isPresent()) {
      return new Target.At(address.get(), OptionalInt.empty());
    }
    Matcher name = NAME.matcher(text);
    if (name.matches() && !text.matches("[0-9.]+")) {
      return new Target.Named(Optional.ofNullable(name.group("namespace")), name.group("name"));
    }
    throw new IllegalArgumentException(
        "'%s' is neither an address, as 198.51.100.21:8080 or [2001:db8::21]:8080, nor the name of a RealServer, as web-1 or shop/web-1."
            .formatted(text));
  }
}
