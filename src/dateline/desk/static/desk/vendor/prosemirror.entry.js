export { EditorState, Plugin, Selection, TextSelection } from "prosemirror-state";
export { EditorView } from "prosemirror-view";
export { DOMParser, Fragment, Schema, Slice } from "prosemirror-model";
export { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
export { history, redo, undo } from "prosemirror-history";
export { keymap } from "prosemirror-keymap";
export { InputRule, inputRules, wrappingInputRule } from "prosemirror-inputrules";
export { baseKeymap, chainCommands, exitCode, toggleMark } from "prosemirror-commands";
