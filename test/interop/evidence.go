// Checks a file of evidence (docs/audit.md) from standard input with what Go's own checksum database is checked with:
// golang.org/x/mod/sumdb/tlog and note. Takes the verifier key as its argument.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type line struct {
	Checkpoint string
	Seq        int64
	Leaf       []byte
	Proof      string
	Since      string
	Hashes     [][]byte
	Events     int64
	Sha256     string
	Signature  string
}

func must(err error) {
	if err != nil {
		fmt.Println("broken:", err)
		os.Exit(1)
	}
}

func require(holds bool, what string) {
	if !holds {
		must(fmt.Errorf("%s", what))
	}
}

func signed(text string, keys note.Verifiers) []string {
	opened, err := note.Open([]byte(text), keys)
	must(err)
	return strings.Split(opened.Text, "\n")
}

func treeOf(text string, keys note.Verifiers) (int64, tlog.Hash) {
	lines := signed(text, keys)
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return size, root
}

func hashesOf(given [][]byte) []tlog.Hash {
	hashes := make([]tlog.Hash, len(given))
	for i, hash := range given {
		copy(hashes[i][:], hash)
	}
	return hashes
}

// The hashes of a proof (c2sp.org/tlog-proof), and its index.
func proofOf(text string, checkpoint string) (int64, tlog.RecordProof) {
	head, rest, _ := strings.Cut(text, "\n\n")
	require(rest == checkpoint, "a proof of another checkpoint")
	lines := strings.Split(head, "\n")
	require(lines[0] == "c2sp.org/tlog-proof@v1", "a proof of another format")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	must(err)
	given := [][]byte{}
	for _, text := range lines[2:] {
		hash, err := base64.StdEncoding.DecodeString(text)
		must(err)
		given = append(given, hash)
	}
	return index, hashesOf(given)
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	must(err)
	keys := note.VerifierList(verifier)
	input := bufio.NewReader(os.Stdin)
	whole := sha256.New()
	var checkpoint string
	var size, events int64
	var root tlog.Hash
	for {
		bytes, err := input.ReadBytes('\n')
		must(err)
		var read line
		must(json.Unmarshal(bytes, &read))
		switch {
		case read.Signature != "":
			lines := signed(read.Signature, keys)
			require(lines[2] == fmt.Sprint(events) && lines[3] == fmt.Sprintf("%x", whole.Sum(nil)), "not what was signed")
			fmt.Println("intact:", events, "events of", size)
			return
		case read.Checkpoint != "":
			checkpoint = read.Checkpoint
			size, root = treeOf(checkpoint, keys)
		case read.Since != "":
			older, olderRoot := treeOf(read.Since, keys)
			must(tlog.CheckTree(hashesOf(read.Hashes), size, root, older, olderRoot))
		default:
			index, proof := proofOf(read.Proof, checkpoint)
			require(index == read.Seq-1, "a proof of another event")
			must(tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(read.Leaf)))
			events++
		}
		whole.Write(bytes)
	}
}
