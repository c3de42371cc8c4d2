package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
	"sigs.k8s.io/yaml"
)

// objects reads YAML documents, or one JSON list as `kubectl get -o json` prints it, from standard input.
func objects() ([]unstructured.Unstructured, error) {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return nil, err
	}
	var all []unstructured.Unstructured
	for _, document := range strings.Split("\n"+string(text), "\n---") {
		if strings.TrimSpace(document) == "" {
			continue
		}
		converted, err := yaml.YAMLToJSON([]byte(document))
		if err != nil {
			return nil, err
		}
		var one unstructured.Unstructured
		if err := one.UnmarshalJSON(converted); err != nil {
			return nil, err
		}
		if one.IsList() {
			list, err := one.ToList()
			if err != nil {
				return nil, err
			}
			all = append(all, list.Items...)
			continue
		}
		all = append(all, one)
	}
	return all, nil
}

// kstatus prints KIND NAME STATUS MESSAGE, with tabs between them, for each object.
func kstatus([]string) error {
	all, err := objects()
	if err != nil {
		return err
	}
	for i := range all {
		result, err := status.Compute(&all[i])
		if err != nil {
			return err
		}
		fmt.Printf("%s\t%s\t%s\t%s\n", all[i].GetKind(), all[i].GetName(), result.Status, result.Message)
	}
	return nil
}

// health prints the same by a health rule of Argo CD: a Lua chunk that finds the object as obj and returns a table with
// status and message. As there, of Lua's libraries there are only table, string and math, and no way out of it.
func health(arguments []string) error {
	if len(arguments) != 1 {
		return errors.New("the file of the rule is wanted, and objects on standard input")
	}
	rule, err := os.ReadFile(arguments[0])
	if err != nil {
		return err
	}
	all, err := objects()
	if err != nil {
		return err
	}
	for _, one := range all {
		state := lua.NewState(lua.Options{SkipOpenLibs: true})
		for name, open := range map[string]lua.LGFunction{
			lua.BaseLibName: lua.OpenBase, lua.TabLibName: lua.OpenTable, lua.StringLibName: lua.OpenString, lua.MathLibName: lua.OpenMath,
		} {
			state.Push(state.NewFunction(open))
			state.Push(lua.LString(name))
			state.Call(1, 0)
		}
		state.SetGlobal("obj", value(state, one.Object))
		if err := state.DoString(string(rule)); err != nil {
			return err
		}
		found, isTable := state.Get(-1).(*lua.LTable)
		if !isTable {
			return fmt.Errorf("%s returns no table for %s %s", arguments[0], one.GetKind(), one.GetName())
		}
		fmt.Printf("%s\t%s\t%s\t%s\n", one.GetKind(), one.GetName(), found.RawGetString("status"), found.RawGetString("message"))
		state.Close()
	}
	return nil
}

// value turns JSON into Lua, as gopher-luar's and Argo CD's own conversion do.
func value(state *lua.LState, of any) lua.LValue {
	switch it := of.(type) {
	case string:
		return lua.LString(it)
	case bool:
		return lua.LBool(it)
	case float64:
		return lua.LNumber(it)
	case int64:
		return lua.LNumber(it)
	case []any:
		table := state.NewTable()
		for _, element := range it {
			table.Append(value(state, element))
		}
		return table
	case map[string]any:
		table := state.NewTable()
		for key, element := range it {
			table.RawSetString(key, value(state, element))
		}
		return table
	default:
		return lua.LNil
	}
}
