package dev.lvs.api.v1alpha1;

/** Names that all kinds share. */
public final class Lvs {
  public static final String GROUP = "lvs.dev";
  public static final String VERSION = "v1alpha1";

  private Lvs() {}
}
