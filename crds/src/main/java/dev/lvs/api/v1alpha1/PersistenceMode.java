package dev.lvs.api.v1alpha1;

/** Scope of persistence: for which ports a client stays on one real server. */
public enum PersistenceMode {
  /** Per client: every port of the VIP. */
  PCC,
  /** Per port: each port by itself. */
  PPC,
  /** Per firewall mark: the ports of this resource together. */
  PFMC
}
