// Command gitops is what GitOps tools make of this project's objects: helm, kstatus as Flux and kpt use it, and Lua as
// Argo CD runs health rules.
//
// The first argument says which of them to be; the rest is passed on.
package main

import (
	"errors"
	"fmt"
	"os"

	helm "helm.sh/helm/v4/pkg/cmd"
	"helm.sh/helm/v4/pkg/kube"
)

var commands = map[string]func([]string) error{
	"helm":    runHelm,
	"kstatus": kstatus,
	"health":  health,
}

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "gitops: one of helm, kstatus, health")
		os.Exit(2)
	}
	name, arguments := os.Args[1], os.Args[2:]
	os.Args = os.Args[1:]
	err := commands[name](arguments)
	if exit, known := errors.AsType[helm.CommandError](err); known {
		os.Exit(exit.ExitCode)
	}
	if err != nil {
		if name != "helm" { // which has said it
			fmt.Fprintf(os.Stderr, "gitops %s: %v\n", name, err)
		}
		os.Exit(1)
	}
}

func runHelm(arguments []string) error {
	kube.ManagedFieldsManager = "helm"
	command, err := helm.NewRootCmd(os.Stdout, arguments, helm.SetupLogging)
	if err != nil {
		return err
	}
	return command.Execute()
}
