package dev.lvs.agent.ledger;

import dev.lvs.agent.model.Vip;
import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.Claim.Address;
import dev.lvs.agent.object.Claim.Interface;
import dev.lvs.agent.object.Claim.Sysctl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes of claims after interfaces were renamed: an interface keeps its index, and with it the
 * addresses and settings that claims identify by its name.
 *
 * @param ended in no order that matters
 * @param made after the others ended: two interfaces may have exchanged their names
 */
public record Renaming(List<Claim> ended, List<Claim> made) {
  private static final Pattern SETTING = Pattern.compile("(net/ipv[46]/conf/)([^/]+)(/.*)");

  /**
   * Holds claims to the interfaces that there are.
   *
   * @param names by number
   */
  public static Renaming of(Claims claims, Map<Integer, String> names) {
    List<Claim> ended = new ArrayList<>();
    List<Claim> made = new ArrayList<>();
    Map<String, List<Claim>> byDevice = byDevice(claims);
    claims
        .interfaces()
        .forEach(
            (name, index) -> {
              Optional<String> now = Optional.ofNullable(names.get(index));
              if (now.filter(name::equals).isPresent()) {
                return;
              }
              List<Claim> its = byDevice.getOrDefault(name, List.of());
              ended.addAll(its);
              ended.add(new Interface(name, index));
              now.ifPresent(
                  other -> {
                    made.add(new Interface(other, index));
                    its.forEach(claim -> made.add(moved(claim, other)));
                  });
            });
    return new Renaming(ended, made);
  }

  /** The numbers of the interfaces that claims are about, as far as they are not claimed yet. */
  public static List<Claim> unnumbered(Claims claims, Map<Integer, String> names) {
    Map<String, List<Claim>> byDevice = byDevice(claims);
    List<Claim> fresh = new ArrayList<>();
    names.forEach(
        (index, name) -> {
          if (byDevice.containsKey(name) && !claims.interfaces().containsKey(name)) {
            fresh.add(new Interface(name, index));
          }
        });
    return fresh;
  }

  public boolean isEmpty() {
    return ended.isEmpty();
  }

  private static Map<String, List<Claim>> byDevice(Claims claims) {
    Map<String, List<Claim>> byDevice = new LinkedHashMap<>();
    claims.forEachBesideServices(
        claim ->
            device(claim)
                .ifPresent(
                    name -> byDevice.computeIfAbsent(name, _ -> new ArrayList<>()).add(claim)));
    return byDevice;
  }

  /** The interface that an address or a setting is of. */
  private static Optional<String> device(Claim claim) {
    return switch (claim) {
      case Address(var vip) -> Optional.of(vip.device());
      case Sysctl(var path, var _, var _) ->
          Optional.of(SETTING.matcher(path)).filter(Matcher::matches).map(found -> found.group(2));
      default -> Optional.empty();
    };
  }

  private static Claim moved(Claim claim, String device) {
    return switch (claim) {
      case Address(var vip) -> new Address(new Vip(vip.address(), device));
      case Sysctl(var path, var before, var set) ->
          new Sysctl(
              SETTING
                  .matcher(path)
                  .replaceFirst(
                      found -> found.group(1) + Matcher.quoteReplacement(device) + found.group(3)),
              before,
              set);
      default -> claim;
    };
  }
}
