package dev.lvs.tool.list;

/** What ipvsadm printed, for tests of other packages. */
public final class Goldens {
  private Goldens() {}

  public static String read(String name) {
    return TableTextTest.read(name);
  }
}
