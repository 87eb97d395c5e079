"""What the review takes out of the list, and what it adds."""

import re
import sys

# What runs programs, opens connections, evaluates text, writes files, reaches frames, imports by name, or downloads.
REFUSED = re.compile("|".join(f"(?:{text})" for text in r"""
(?!operator\.__add__).*\.__(?!version__|init__|call__|name__)\w+__(?:\..*)?
__future__(?:\..*)?
tensorflow.*
timm\.create_model
detectron2\.modeling\.META_ARCH_REGISTRY.*
pathlib.*
tempfile\..*
types\.(?:MethodType|FunctionType|CodeType|LambdaType|ModuleType|new_class|prepare_class|resolve_bases|DynamicClassAttribute|coroutine)
operator\.(?:attrgetter|methodcaller|call|__(?!add__).*)
functools\.(?:singledispatch|singledispatchmethod|get_cache_token|recursive_repr|namedtuple|RLock|GenericAlias|WRAPPER_.*)
typing\.(?:get_type_hints|ForwardRef|evaluate_forward_ref|get_overloads|clear_overloads|get_args|get_origin|io|re|sys|types)
typing_extensions\.(?:get_type_hints|ForwardRef|evaluate_forward_ref|get_overloads|clear_overloads|get_args|get_origin|get_annotations|Format|type_repr|deprecated_.*)
dataclasses\.(?:make_dataclass|inspect|keyword|types|abc|builtins|functools|GenericAlias|FunctionType|MemberDescriptorType)
string\.Formatter
contextlib\.(?:redirect_stdout|redirect_stderr|chdir|MethodType|GenericAlias|deque)
collections\.(?:UserString|GenericAlias)
copy\.(?:dispatch_table|.*weakref.*)
json\.(?:tool|codecs|scanner|decoder|encoder|dump)
enum\.(?:global_enum|global_enum_repr|global_flag_repr|DynamicClassAttribute|bltns|sys|show_flag_values|MappingProxyType|pickle_by_enum_name|pickle_by_global_name)
random\.SystemRandom
time\.(?:tzset|clock_settime.*|pthread_.*)
abc\.(?:get_cache_token|update_abstractmethods)
os\.path\.(?:os|genericpath|sys|stat)
posixpath\.(?:os|genericpath|sys|stat)
hashlib\.file_digest
base64\.(?:main|test|encode|decode)
calendar\.main
torch\.load
torch\.from_file
torch\.save
torch\.import_ir_module.*
torch\._C\..*
torch\._dynamo\.(?!is_compiling|mark_static_address).*
torch\.torch.*
torch\.ops.*
torch\.classes.*
torch\.hub.*
torch\.package.*
torch\.onnx.*
torch\.fx\.Proxy.*
torch\.jit\.(?!ignore|is_tracing|script$|script_if_tracing|unused|is_scripting).*
torch\.utils\.cpp_extension.*
torch\.distributed\.(?!all_gather|get_rank|get_world_size|is_available|is_initialized|nn).*
torch\.(?:compile_with.*|parse_.*|merge_type_from_type_comment|fork|wait|get_file_path|prepare_multiprocessing_environment|set_vital|read_vitals|init_num_threads)
numpy\.(?:DataSource|genfromtxt|loadtxt|fromregex|recfromcsv|recfromtxt|save|savez|savez_compressed|savetxt|memmap|fromfile|load|lookfor|source|info|show_config|show_runtime|get_include|test|deprecate|deprecate_with_doc|disp|safe_eval|byte_bounds|set_.*|seterrcall|geterrcall|fromstring|add_newdoc.*|core|lib|f2py|testing|ctypeslib|distutils|compat|rec|char|polynomial|emath|ma|matlib|dtypes|exceptions|strings|typing|version)(?:\..*)?
numpy\.random\.(?:test|BitGenerator|bit_generator)
scipy\.(?!linalg|optimize|stats|special|spatial).*
transformers\.utils\.hub(?!\.cached_file).*
transformers\.utils\.generic\.(?!ModelOutput|TransformersKwargs|accepts_|can_return|check_model_inputs|get_max_seqlen|is_flash|maybe_autocast|merge_with|torch_int|torch_float|OutputRecorder|ExplicitEnum|PaddingStrategy|TensorType|ContextManagers|to_numpy|is_torch_tensor).*
transformers\.integrations\.hub_kernels\.(?!use_kernel_forward_from_hub|use_kernel_func_from_hub|use_kernelized_func).*
transformers\.integrations\.deepspeed\.(?!is_deepspeed).*
transformers\.dynamic_module_utils.*
transformers\.pipeline.*
transformers\.TF.*
transformers\.models\.(?!xlstm\.configuration|esm\.openfold_utils|ibert\.quant_modules|idefics\.(?:vision|perceiver)|sam3\.modeling_sam3).*
transformers\.file_utils\.(?!ModelOutput|is_|requires_backends).*
transformers\.activations\.(?:functools|math)
transformers\.kernels.*
transformers\.modeling_utils\.(?:load_state_dict|load_sharded_checkpoint|get_state_dict_from_hub|torch|os|sys)
nltk\.(?!data$|data\.load$|tokenize|sent_tokenize|word_tokenize).*
nltk\.data(?:\..*)?
deepspeed\.(?!zero|utils).*
inspect\.(?:currentframe|stack|trace|getmembers.*|getframeinfo|getouterframes|getinnerframes|getattr_static|getclosurevars|getgenerator.*|getcoroutine.*|get_annotations)
os\.(?!path|fspath|PathLike|getenv|cpu_count|environ|getcwd|sep|listdir|scandir|stat$|walk$).*
sys\.(?!maxsize|version|version_info|platform|byteorder|float_info|int_info|getsizeof|getrefcount|getrecursionlimit|implementation|hexversion).*
logging\.(?!getLogger|Logger|Filter|LogRecord|DEBUG|INFO|WARNING|ERROR|CRITICAL|NOTSET|debug|info|warning|error|critical|getLevelName|NullHandler).*
platform\.(?!system|machine|python_version|processor|platform).*
shutil\..*
multiprocessing.*
""".split()))

# Attributes of modules that are no modules, but of which only some names may be used.
OPENED = {"os.environ", "torch._higher_order_ops.associative_scan"}

MODEL_ENDINGS = {
    "Config", "Model", "PreTrainedModel", "PretrainedConfig", "GenerationMixin", "Cache", "Output", "WithProjection", "WithProjection",
    "ModelWithProjection", "TokenizerFast", "Tokenizer", "LMHeadModel", "DoubleHeadsModel",
    "Embeddings", "Encoder", "Decoder", "Layer", "Attention", "SelfAttention", "MLP", "RMSNorm", "LayerNorm", "RotaryEmbedding",
    "Pooler", "Intermediate", "LMHead", "PredictionHead", "ClassificationHead", "PreTrainingHeads", "SelfOutput",
    "DecoderLayer", "EncoderLayer", "Block", "Mixin",
}
TASKS = {
    "SequenceClassification", "TokenClassification", "QuestionAnswering", "MaskedLM", "CausalLM", "MultipleChoice", "PreTraining",
    "NextSentencePrediction", "ConditionalGeneration", "Seq2SeqLM", "ImageClassification", "ObjectDetection", "CTC", "XVector",
    "AudioClassification", "AudioFrameClassification", "ImageTextToText", "TextEncoding", "KeypointDetection", "KeypointMatching",
    "DepthEstimation", "Segmentation", "SemanticSegmentation", "UniversalSegmentation", "InstanceSegmentation", "TextGeneration",
    "ForecastingOutput", "Prediction", "SpeechSeq2Seq", "TextToWaveform", "DocumentQuestionAnswering", "VisualQuestionAnswering",
    "ZeroShotImageClassification", "ZeroShotObjectDetection", "MaskGeneration", "VideoClassification", "TableQuestionAnswering",
    "PreTrainingOutput", "MultimodalLM", "MaskedImageModeling", "Retrieval",
}

AUTO = [
    "AutoConfig", "AutoModel", "AutoTokenizer", "AutoModelForSequenceClassification", "AutoModelForTokenClassification",
    "AutoModelForMaskedLM", "AutoModelForQuestionAnswering", "AutoModelForCausalLM", "AutoModelForSeq2SeqLM",
    "AutoModelForPreTraining", "AutoModelForMultipleChoice", "AutoBackbone", "AutoModelForImageTextToText",
    "AutoModelForImageClassification", "AutoModelForKeypointDetection", "AutoModelForAudioFrameClassification",
    "AutoModelForTextEncoding",
]

ADDED = set("""
os os.path os.PathLike os.fspath os.getenv os.cpu_count os.getcwd os.sep os.environ os.environ.get os.listdir os.scandir os.walk os.stat
sys sys.maxsize sys.version sys.version_info sys.platform sys.byteorder sys.float_info sys.getsizeof sys.implementation
logging logging.getLogger logging.Logger logging.Filter logging.LogRecord logging.DEBUG logging.INFO logging.WARNING logging.ERROR
logging.CRITICAL logging.NullHandler logging.debug logging.info logging.warning logging.error logging.critical logging.NOTSET
warnings warnings.warn warnings.catch_warnings warnings.simplefilter warnings.filterwarnings warnings.warn_explicit
inspect inspect.signature inspect.Parameter inspect.isclass inspect.isfunction inspect.ismethod inspect.isgenerator inspect.cleandoc
types types.SimpleNamespace types.MappingProxyType types.GeneratorType types.NoneType types.UnionType types.GenericAlias
types.EllipsisType types.TracebackType types.BuiltinFunctionType
threading threading.Lock threading.RLock threading.local threading.get_ident threading.Event threading.Condition
weakref weakref.ref weakref.WeakKeyDictionary weakref.WeakValueDictionary weakref.proxy weakref.WeakSet
traceback traceback.format_exc platform platform.system platform.machine platform.python_version platform.processor platform.platform
importlib importlib.metadata importlib.metadata.version importlib.metadata.PackageNotFoundError importlib.util importlib.util.find_spec
packaging packaging.version packaging.version.parse packaging.version.Version uuid uuid.uuid4 uuid.UUID gc gc.collect
pprint pprint.pformat html html.escape html.unescape urllib.parse.quote urllib.parse.unquote urllib.parse.urlparse urllib.parse.urljoin
zlib zlib.crc32 zlib.adler32 array array.array queue queue.Queue timeit.default_timer glob io.StringIO io.BytesIO csv
concurrent.futures.ThreadPoolExecutor multiprocessing multiprocessing.cpu_count secrets.token_hex colorsys locale.getlocale contextvars.ContextVar textwrap shutil posixpath itertools
torch torch.load torch.Tensor torch.nn torch.nn.Module torch.nn.Parameter torch.nn.functional torch.Size torch.device torch.dtype torch.finfo torch.iinfo
torch.no_grad torch.enable_grad torch.inference_mode torch.set_grad_enabled torch.is_grad_enabled torch.manual_seed torch.Generator
torch.is_tensor torch.is_floating_point torch.get_default_dtype torch.set_default_dtype torch.compile torch.einsum torch.autocast
torch.__version__ torch.version.cuda torch.cuda.is_available torch.cuda.device_count torch.cuda.current_device torch.cuda.empty_cache
torch.cuda.is_bf16_supported torch.cuda.get_device_properties torch.cuda.get_device_capability torch.cuda.synchronize
torch.cuda.memory_allocated torch.cuda.amp.autocast torch.backends.cuda.matmul torch.backends.cuda.is_built torch.backends.mps.is_available
torch.backends.mps.is_built torch.backends.cudnn.flags torch.backends.cudnn.enabled torch.backends.cudnn.is_available torch.backends
torch.backends.cuda.sdp_kernel torch.backends.cuda.enable_flash_sdp torch.xpu.is_available torch.mps.empty_cache torch.mps.is_available
torch.autograd.Function torch.autograd.grad torch.autograd.no_grad torch.utils.checkpoint.checkpoint torch.utils.data.Dataset
torch.utils.data.DataLoader torch.utils.data.IterableDataset torch.nn.utils.clip_grad_norm_ torch.nn.utils.weight_norm
torch.nn.utils.parameters_to_vector torch.nn.utils.vector_to_parameters torch.nn.parameter.Parameter torch.nn.modules.module.Module
torch.nn.attention.sdpa_kernel torch.nn.attention.SDPBackend torch.nn.parallel.DistributedDataParallel torch.nn.parallel.DataParallel
torch.inf torch.nan torch.pi torch.e torch.strided torch.long torch.float torch.half torch.contiguous_format torch.channels_last
torch.preserve_format torch.jit.is_scripting torch.jit.script torch.jit.is_tracing torch.jit.ignore torch.jit.unused
torch.cuda.Stream torch.use_deterministic_algorithms torch.get_num_threads torch.set_num_threads torch.initial_seed
torch.random.fork_rng torch.nn.modules.loss._Loss torch.set_printoptions torch.optim.Optimizer torch.is_complex torch.is_storage
numpy numpy.load numpy.ndarray numpy.typing.NDArray numpy.typing.ArrayLike numpy.__version__ safetensors safetensors.safe_open
safetensors.torch.load_file safetensors.torch.load
transformers transformers.__version__ transformers.PreTrainedModel transformers.PretrainedConfig transformers.PreTrainedConfig
transformers.PreTrainedTokenizer transformers.PreTrainedTokenizerFast transformers.PreTrainedTokenizerBase transformers.BatchEncoding
transformers.GenerationConfig transformers.GenerationMixin transformers.AddedToken transformers.logging transformers.logging.get_logger
transformers.tokenization_utils_base.BatchEncoding transformers.tokenization_utils_base.PreTrainedTokenizerBase
transformers.tokenization_utils_base.PaddingStrategy transformers.tokenization_utils_base.TruncationStrategy
transformers.tokenization_utils.PreTrainedTokenizer transformers.tokenization_utils_fast.PreTrainedTokenizerFast
transformers.configuration_utils.PretrainedConfig transformers.configuration_utils.PreTrainedConfig transformers.modeling_utils.PreTrainedModel
transformers.modeling_outputs transformers.utils.ModelOutput transformers.utils.cached_file transformers.utils.logging.get_logger
transformers.utils.logging.tqdm transformers.utils.logging.warning_once transformers.utils.logging.set_verbosity_error
transformers.utils.logging.set_verbosity_warning transformers.utils.logging.set_verbosity_info transformers.utils.logging.get_verbosity
transformers.utils.versions.require_version transformers.trainer_utils.PREFIX_CHECKPOINT_DIR transformers.utils.PaddingStrategy
transformers.utils.TensorType transformers.utils.strtobool transformers.utils.is_torch_fx_available transformers.utils.CONFIG_NAME
transformers.utils.WEIGHTS_NAME transformers.utils.SAFE_WEIGHTS_NAME transformers.utils.add_code_sample_docstrings
transformers.utils.check_min_version transformers.utils.generic.check_model_inputs transformers.utils.doc.add_start_docstrings
transformers.pytorch_utils.ALL_LAYERNORM_LAYERS transformers.set_seed transformers.loss.loss_utils.ForMaskedLMLoss
transformers.modeling_layers.GradientCheckpointingLayer transformers.integrations.sdpa_attention.sdpa_attention_forward
transformers.models.bert.modeling_bert.BertModel transformers.models.sam3.modeling_sam3.Sam3VisionNeck transformers.models.xlstm.configuration_xlstm.round_up_to_next_multiple_of operator.__add__ huggingface_hub safetensors tokenizers tokenizers.Tokenizer tokenizers.AddedToken
tokenizers.normalizers tokenizers.pre_tokenizers tokenizers.processors.TemplateProcessing tqdm tqdm.tqdm tqdm.auto.tqdm
einops einops.rearrange einops.repeat einops.reduce einops.einsum einops.layers.torch.Rearrange nltk nltk.sent_tokenize
nltk.tokenize nltk.tokenize.sent_tokenize nltk.tokenize.PunktSentenceTokenizer nltk.tokenize.punkt.PunktSentenceTokenizer
nltk.word_tokenize fast_bunkai.FastBunkai psutil psutil.cpu_count psutil.virtual_memory flash_attn flash_attn.flash_attn_func
flash_attn.flash_attn_varlen_func flash_attn.bert_padding.index_first_axis flash_attn.bert_padding.pad_input
flash_attn.bert_padding.unpad_input flash_attn.flash_attn_qkvpacked_func flash_attn.flash_attn_varlen_qkvpacked_func
flash_attn.__version__ xformers xformers.ops.memory_efficient_attention xformers.ops.unbind sentencepiece triton triton.language regex regex.compile regex.sub
regex.findall regex.split regex.match regex.search yaml yaml.safe_load peft peft.LoraConfig peft.PeftModel scipy scipy.special.softmax
scipy.special.expit functorch networkx sympy jinja2 filelock fsspec torchgen torchvision PIL
""".split())
# They import code by what a repository says, if they are told to: only what they make may be used, not they themselves.
AUTO_MEMBERS = ["from_pretrained", "from_config", "for_model", "register"]
AUTO_HOMES = ["transformers", "transformers.models.auto", "transformers.models.auto.modeling_auto",
              "transformers.models.auto.configuration_auto", "transformers.models.auto.tokenization_auto"]
for name in AUTO:
    for home in AUTO_HOMES:
        OPENED.add(f"{home}.{name}")
        ADDED |= {f"{home}.{name}.{member}" for member in AUTO_MEMBERS}
ADDED |= {
    "transformers.models.auto.configuration_auto.CONFIG_MAPPING_NAMES", "transformers.models.auto.CONFIG_MAPPING", "transformers.models.auto.configuration_auto.CONFIG_MAPPING",
}

# The standard library's modules do nothing when they are imported, but these.
STARTING = set("""
antigravity this __main__ idlelib turtledemo pty commands popen2 posix nt ctypes _ctypes imp _imp runpy code codeop marshal zipimport
pkgutil socket _socket socketserver ssl _ssl asyncore asynchat ftplib smtplib poplib imaplib nntplib telnetlib xmlrpc webbrowser
subprocess _posixsubprocess _winapi pickle _pickle shelve builtins multiprocessing pydoc pdb bdb cProfile profile trace doctest
test lib2to3 distutils ensurepip venv _testcapi _testinternalcapi _testbuffer _testclinic _testimportmultiple _testmultiphase
_xxsubinterpreters _xxtestfuzz _xxinterpchannels xxsubtype xxlimited xxlimited_35 xx _ctypes_test __hello__ __phello__ turtle
_bootsubprocess _aix_support mailcap nturl2path rlcompleter sitecustomize usercustomize site _posixshmem _interpreters
""".split())
VERSIONS_HAVE = "fcntl resource _json tomllib readline curses aifc audioop cgi cgitb chunk crypt imghdr msilib nis ossaudiodev pipes sndhdr spwd sunau uu xdrlib asyncio sqlite3 annotationlib compression winreg msvcrt winsound".split()
IMPORTED = {name for name in sys.stdlib_module_names if name not in STARTING} | set(VERSIONS_HAVE)

KEPT = re.compile(r"torch\.load|numpy\.load|nltk\.(?:sent_tokenize|word_tokenize)|transformers\.models\.auto(?:\..*)?|shutil|multiprocessing(?:\.cpu_count)?")


def is_refused(name):
    if name in ADDED and (KEPT.fullmatch(name) or not REFUSED.fullmatch(name)):
        return False
    return REFUSED.fullmatch(name) is not None
