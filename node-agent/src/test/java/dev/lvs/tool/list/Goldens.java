package dev.lvs.tool.list;

/** Output of ipvsadm, for tests of other packages. */
public final class Goldens {
  private Goldens() {}

  public static String read(String name) {
    return TableTextTest.read(name);
  }
}
