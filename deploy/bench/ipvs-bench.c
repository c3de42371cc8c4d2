/*
 * Loads or reads the bench's table straight through netlink: what a program can reach at most.
 *
 *   ipvs-bench one|batch|read SERVICES DESTINATIONS SCHEDULER
 *
 * "one" sends one message a call and waits for its ACK; "batch" sends 32 KiB at once, at most 240 messages,
 * and has only the last one answered; "read" dumps all there is. Prints "MICROSECONDS OBJECTS".
 */
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 32 * 1024, MESSAGES = 240, ROOM = 64 * 1024 };

static int sock, family;
static long objects;
static unsigned sequence;
static char out[BATCH + 4096], in[ROOM];
static size_t used;

static void die(const char *what) { perror(what); exit(1); }

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static struct nlmsghdr *begin(int type, int flags, int command) {
  struct nlmsghdr *n = (void *)(out + used);
  struct genlmsghdr *g = NLMSG_DATA(n);
  memset(n, 0, NLMSG_LENGTH(GENL_HDRLEN));
  n->nlmsg_type = type; n->nlmsg_flags = NLM_F_REQUEST | flags; n->nlmsg_seq = ++sequence;
  g->cmd = command; g->version = 1;
  used += NLMSG_LENGTH(GENL_HDRLEN);
  return n;
}

static void end(struct nlmsghdr *n) { n->nlmsg_len = out + used - (char *)n; }

static struct nlattr *put(int type, const void *value, size_t length) {
  struct nlattr *a = (void *)(out + used);
  a->nla_len = NLA_HDRLEN + length; a->nla_type = type;
  memset((char *)a + NLA_HDRLEN, 0, NLA_ALIGN(length));
  if (length) memcpy((char *)a + NLA_HDRLEN, value, length);
  used += NLA_HDRLEN + NLA_ALIGN(length);
  return a;
}

static void put16(int type, unsigned short value) { put(type, &value, 2); }
static void put32(int type, unsigned value) { put(type, &value, 4); }
static void close_nest(struct nlattr *a) { a->nla_len = out + used - (char *)a; }

static void send_all(void) {
  if (send(sock, out, used, 0) != (ssize_t)used) die("send");
  used = 0;
}

static int receive(void) {
  int length = recv(sock, in, sizeof in, 0);
  if (length < 0) die("recv");
  return length;
}

/* Waits for the answer to the last message; a refusal of any ends the run. */
static void acknowledged(void) {
  for (;;) {
    int length = receive();
    for (struct nlmsghdr *n = (void *)in; NLMSG_OK(n, (unsigned)length); n = NLMSG_NEXT(n, length)) {
      if (n->nlmsg_type != NLMSG_ERROR) continue;
      struct nlmsgerr *e = NLMSG_DATA(n);
      if (e->error) { fprintf(stderr, "message %u: error %d\n", n->nlmsg_seq, e->error); exit(1); }
      if (n->nlmsg_seq == sequence) return;
    }
  }
}

static void put_service(unsigned s, const char *scheduler) {
  unsigned char address[16] = {10, 0, s >> 8, s};
  unsigned flags[2] = {0, ~0u};
  struct nlattr *nest = put(IPVS_CMD_ATTR_SERVICE | NLA_F_NESTED, 0, 0);
  put16(IPVS_SVC_ATTR_AF, AF_INET); put16(IPVS_SVC_ATTR_PROTOCOL, IPPROTO_TCP);
  put(IPVS_SVC_ATTR_ADDR, address, 16); put16(IPVS_SVC_ATTR_PORT, htons(80));
  if (scheduler) {
    put(IPVS_SVC_ATTR_SCHED_NAME, scheduler, strlen(scheduler) + 1);
    put(IPVS_SVC_ATTR_FLAGS, flags, 8); put32(IPVS_SVC_ATTR_TIMEOUT, 0); put32(IPVS_SVC_ATTR_NETMASK, ~0u);
  }
  close_nest(nest);
}

static void put_destination(unsigned d) {
  unsigned char address[16] = {10, 128, d >> 8, d};
  struct nlattr *nest = put(IPVS_CMD_ATTR_DEST | NLA_F_NESTED, 0, 0);
  put(IPVS_DEST_ATTR_ADDR, address, 16); put16(IPVS_DEST_ATTR_PORT, htons(80));
  put32(IPVS_DEST_ATTR_FWD_METHOD, 0); put32(IPVS_DEST_ATTR_WEIGHT, 1);
  put32(IPVS_DEST_ATTR_U_THRESH, 0); put32(IPVS_DEST_ATTR_L_THRESH, 0);
  put16(IPVS_DEST_ATTR_ADDR_FAMILY, AF_INET);
  close_nest(nest);
}

static struct nlmsghdr *last;
static int pending;

static void flush(void) {
  if (!pending) return;
  last->nlmsg_flags |= NLM_F_ACK;
  send_all();
  acknowledged();
  pending = 0;
}

static void queued(struct nlmsghdr *n, int most) {
  end(n); last = n; objects++;
  if (++pending == most || used > BATCH - 200) flush();
}

/* All objects of a dump; with addresses, those of the services found. */
static int dump(int command, int service, unsigned *addresses) {
  int found = 0;
  struct nlmsghdr *q = begin(family, NLM_F_DUMP, command);
  if (service >= 0) {
    put_service(0, 0);
    memcpy(out + used - 8 - 16, &addresses[service], 4);
  }
  end(q);
  send_all();
  for (;;) {
    int length = receive();
    for (struct nlmsghdr *n = (void *)in; NLMSG_OK(n, (unsigned)length); n = NLMSG_NEXT(n, length)) {
      if (n->nlmsg_type == NLMSG_DONE) return found;
      if (service < 0) {
        /* nest, AF and PROTOCOL of 8 bytes, ADDR's header */
        memcpy(&addresses[found], (char *)NLMSG_DATA(n) + GENL_HDRLEN + 4 + 8 + 8 + 4, 4);
      }
      found++;
    }
  }
}

static void load(unsigned services, unsigned destinations, const char *scheduler, int most) {
  for (unsigned s = 0; s < services; s++) {
    struct nlmsghdr *n = begin(family, 0, IPVS_CMD_NEW_SERVICE);
    put_service(s, scheduler);
    queued(n, most);
    for (unsigned d = 0; d < destinations; d++) {
      n = begin(family, 0, IPVS_CMD_NEW_DEST);
      put_service(s, 0);
      put_destination(d);
      queued(n, most);
    }
  }
  flush();
}

static void read_all(unsigned services) {
  unsigned *addresses = calloc(services + 1, sizeof *addresses);
  int found = dump(IPVS_CMD_GET_SERVICE, -1, addresses);
  objects = found;
  for (int s = 0; s < found; s++) objects += dump(IPVS_CMD_GET_DEST, s, addresses);
}

/* The family's number, which generic netlink gives out as the kernel starts. */
static int resolve(void) {
  struct nlmsghdr *q = begin(GENL_ID_CTRL, 0, CTRL_CMD_GETFAMILY);
  put(CTRL_ATTR_FAMILY_NAME, "IPVS", 5);
  end(q);
  send_all();
  receive();
  struct nlattr *a = (void *)((char *)NLMSG_DATA((struct nlmsghdr *)in) + GENL_HDRLEN);
  while (a->nla_type != CTRL_ATTR_FAMILY_ID) a = (void *)((char *)a + NLA_ALIGN(a->nla_len));
  return *(unsigned short *)((char *)a + NLA_HDRLEN);
}

/* What a call costs that the kernel has nothing to do for, in nanoseconds. */
static void price(void) {
  enum { CALLS = 20000 };
  long long start = now();
  for (int i = 0; i < CALLS; i++) syscall(SYS_getppid);
  printf("%lld %d\n", (now() - start) * 1000 / CALLS, CALLS);
}

int main(int count, char **words) {
  if (count == 2 && !strcmp(words[1], "price")) { price(); return 0; }
  if (count != 5) { fprintf(stderr, "usage: ipvs-bench price, or ipvs-bench one|batch|read SERVICES DESTINATIONS SCHEDULER\n"); return 2; }
  unsigned services = atoi(words[2]), destinations = atoi(words[3]);
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  int yes = 1;
  sock = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
  if (sock < 0 || connect(sock, (void *)&kernel, sizeof kernel)) die("socket");
  setsockopt(sock, SOL_NETLINK, NETLINK_CAP_ACK, &yes, sizeof yes);
  family = resolve();
  long long start = now();
  if (strcmp(words[1], "read")) load(services, destinations, words[4], strcmp(words[1], "one") ? MESSAGES : 1);
  else read_all(services);
  printf("%lld %ld\n", now() - start, objects);
  return 0;
}
