package dev.lvs.tool.convert.keepalived;

import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.tool.convert.read.Notices;
import dev.lvs.tool.convert.read.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The values of {@code lvs_method}: a method, and for TUN how packets are wrapped. */
final class LvsMethod {
  private final List<String> words;
  private TunnelType type = TunnelType.IPIP;
  private TunnelChecksum checksum = TunnelChecksum.NONE;
  private int port;

  private LvsMethod(List<String> words) {
    this.words = words;
  }

  /**
   * The method that is in force behind a statement; a notice says what is wrong with it.
   *
   * @param before the one before it, whose tunnel stays where that of the statement is wrong
   */
  static Optional<ForwardingMethod> read(
      Statement statement, Optional<ForwardingMethod> before, Origin at, Notices notices) {
    List<String> words = statement.words().subList(1, statement.words().size());
    switch (words.isEmpty() ? "" : words.getFirst()) {
      case "NAT" -> {
        return Optional.of(new Masquerade());
      }
      case "DR" -> {
        return Optional.of(new DirectRouting());
      }
      case "TUN" -> {
        try {
          return Optional.of(new LvsMethod(words.subList(1, words.size())).tunnel());
        } catch (IllegalArgumentException e) {
          Tunnel tunnel =
              before
                  .filter(Tunnel.class::isInstance)
                  .map(Tunnel.class::cast)
                  .orElseGet(Tunnel::ipip);
          notices.aside(
              at,
              "%s The tunnel stays %s then, as with keepalived."
                  .formatted(e.getMessage(), tunnel.type().name().toLowerCase(Locale.ROOT)));
          return Optional.of(tunnel);
        }
      }
      default -> {
        String what =
            words.isEmpty()
                ? "There is no method."
                : "'%s' is none of NAT, DR and TUN.".formatted(words.getFirst());
        notices.aside(at, what + " It was passed over, as keepalived does.");
        return before;
      }
    }
  }

  private Tunnel tunnel() {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "type" -> type = type(value(++i));
        case "port" -> port = port(value(++i));
        case "nocsum" -> checksum = TunnelChecksum.NONE;
        case "csum" -> checksum = TunnelChecksum.CSUM;
        case "remcsum" -> checksum = TunnelChecksum.REMCSUM;
        default ->
            throw new IllegalArgumentException("'%s' is no option of a tunnel.".formatted(word));
      }
    }
    if ((type == TunnelType.GUE) != (port != 0)) {
      throw new IllegalArgumentException(
          "A tunnel of type gue needs a port, and no other has one.");
    }
    boolean fits =
        switch (checksum) {
          case NONE -> true;
          case CSUM -> type != TunnelType.IPIP;
          case REMCSUM -> type == TunnelType.GUE;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "A tunnel of type %s has no %s."
              .formatted(
                  type.name().toLowerCase(Locale.ROOT), checksum.name().toLowerCase(Locale.ROOT)));
    }
    return new Tunnel(type, port, checksum);
  }

  private String value(int index) {
    return index < words.size() ? words.get(index) : "";
  }

  private static TunnelType type(String word) {
    return switch (word) {
      case "ipip" -> TunnelType.IPIP;
      case "gue" -> TunnelType.GUE;
      case "gre" -> TunnelType.GRE;
      default ->
          throw new IllegalArgumentException("'%s' is none of ipip, gue and gre.".formatted(word));
    };
  }

  private static int port(String word) {
    return Values.number(Optional.of(word), 1, 65_535)
        .orElseThrow(() -> new IllegalArgumentException("'%s' is no port.".formatted(word)))
        .intValue();
  }
}
