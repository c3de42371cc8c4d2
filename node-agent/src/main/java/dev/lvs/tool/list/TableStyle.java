package dev.lvs.tool.list;

/**
 * Style of a list.
 *
 * @param exact large numbers with all their digits instead of K, M, G and T
 * @param sorted in ipvsadm's order instead of the kernel's
 */
public record TableStyle(TableLayout layout, boolean exact, boolean sorted) {
  /** Style of {@code ipvsadm -Ln}. */
  public static final TableStyle PLAIN = new TableStyle(TableLayout.PLAIN, false, true);
}
