package dev.lvs.compile;

import dev.lvs.api.v1alpha1.ResourceName;
import java.util.Set;

/**
 * A compilation, and how far it differs from that of the previous input.
 *
 * @param whole whether everything was compiled, so that anything may differ
 * @param weighted where it is not whole, the RealServers that differ from the previous ones, in
 *     weights above 0 or not even in that; nothing else differs
 */
public record Recompilation(Compilation compilation, boolean whole, Set<ResourceName> weighted) {
  public Recompilation {
    weighted = Set.copyOf(weighted);
  }
}
