package dev.lvs.agent;

import java.util.Objects;

/** Version of this build. */
public final class Version {
  /** The version in the jar's manifest; {@code dev} where the classes do not come from a jar. */
  public static final String TEXT =
      Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "dev");

  private Version() {}
}
