package dev.lvs.compile;

import dev.lvs.api.v1alpha1.ResourceName;
import java.util.Set;

/**
 * A compilation, and how far it is that of the input before.
 *
 * @param whole whether everything was compiled, so that anything may differ
 * @param weighted where it is not whole, the RealServers that differ from those of before, and
 *     nothing else does: by weights above 0, or not even by that
 */
public record Recompilation(Compilation compilation, boolean whole, Set<ResourceName> weighted) {
  public Recompilation {
    weighted = Set.copyOf(weighted);
  }
}
