/**
 * lvs-operator on real nodes: a Kubernetes cluster whose nodes are kernels of their own, with
 * kubelet, containerd and kube-proxy, and a client outside of it; and the tests of what only such a
 * cluster shows: installing, lost nodes, updates, removal.
 *
 * <p>May import the JDK, JUnit, Awaitility, and {@code dev.lvs.lab.apiserver} for kubectl and the
 * checkout; nothing of the product, which is met as users meet it: through manifests, kubectl and
 * packets.
 *
 * <p>The decision in it: {@code deploy/lab/cluster} does all that is done to machines, and is
 * called as a person would call it.
 */
@NullMarked
package dev.lvs.cluster;

import org.jspecify.annotations.NullMarked;
